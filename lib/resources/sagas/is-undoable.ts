import { canBeUndone } from '~/lib/sagas'
import { isSagaKind } from '~/lib/sagas/client'
import type { StepRow } from '~/lib/sagas/rows'
import { definitionOf } from './index'

/** Whether a saga with these steps can be undone now; false for a kind of another version. */
export function isUndoable(kind: string, steps: readonly Pick<StepRow, 'name' | 'state'>[]): boolean {
  if (!isSagaKind(kind)) return false
  const definitions = definitionOf(kind).steps
  return canBeUndone(
    steps.map(({ name, state }) => ({
      state,
      isForwardOnly: definitions.some((step) => step.name === name && step.undo === 'forward_only'),
    })),
  )
}
