import type { SagaState, StepState } from '~/db/schema/provisioning'

export type StepFacts = { position: number; state: StepState }

export type NextAction =
  | { act: 'run'; position: number }
  | { act: 'undo'; position: number }
  | { act: 'close_undone' }
  | { act: 'rest' }

/** States of a step whose effect may be there: begun at least once and not taken back. */
const mayHaveEffect: readonly StepState[] = ['running', 'done', 'failed', 'undoing', 'undo_failed']

/**
 * What a saga is to do next, from its rows alone, so that any worker continues it. Forward: the first step
 * that is not done, again if it was begun. Undoing: the last step whose effect may be there. Pure.
 */
export function nextAction(state: SagaState, steps: readonly StepFacts[]): NextAction {
  switch (state) {
    case 'running': {
      const next = steps.find((step) => step.state !== 'done' && step.state !== 'skipped')
      return next ? { act: 'run', position: next.position } : { act: 'rest' }
    }
    case 'undoing': {
      const next = steps.findLast((step) => mayHaveEffect.includes(step.state))
      return next ? { act: 'undo', position: next.position } : { act: 'close_undone' }
    }
    case 'parked':
    case 'succeeded':
    case 'undone':
      return { act: 'rest' }
  }
}

/** True when nothing that may have happened is beyond undoing. Pure. */
export function canBeUndone(steps: readonly { state: StepState; isForwardOnly: boolean }[]): boolean {
  return steps.every((step) => !step.isForwardOnly || !mayHaveEffect.includes(step.state))
}
