import { canBeUndone } from '~/lib/sagas'
import type { SagaKind } from '~/lib/sagas/client'
import type { StepRow } from '~/lib/sagas/rows'
import { definitionOf } from './index'

/** Whether a saga with these steps can be undone now. */
export function isUndoable(kind: SagaKind, steps: readonly Pick<StepRow, 'name' | 'state'>[]): boolean {
  const definitions = definitionOf(kind).steps
  return canBeUndone(
    steps.map(({ name, state }) => ({
      state,
      isForwardOnly: definitions.some((step) => step.name === name && step.undo === 'forward_only'),
    })),
  )
}
