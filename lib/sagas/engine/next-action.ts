import type { SagaState, StepState } from '~/db/schema/provisioning'

export type StepFacts = { position: number; state: StepState }

export type NextAction =
  | { act: 'run'; position: number }
  | { act: 'undo'; position: number }
  | { act: 'close_undone' }
  | { act: 'rest' }

/** States of a step that may have an effect: begun at least once and not undone. */
const mayHaveEffect: readonly StepState[] = ['running', 'done', 'failed', 'undoing', 'undo_failed']

/**
 * Returns a saga's next action from its rows alone, so that any worker can continue it. Forward: the first step that is
 * not done, repeated if it was begun. Undoing: the last step that may have an effect. Pure.
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

/** Whether everything that may have happened can be undone. Pure. */
export function canBeUndone(steps: readonly { state: StepState; isForwardOnly: boolean }[]): boolean {
  return steps.every((step) => !step.isForwardOnly || !mayHaveEffect.includes(step.state))
}
