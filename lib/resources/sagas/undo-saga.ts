import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { isUndoable } from './is-undoable'
import { type Intervention, unpark } from './unpark'

/**
 * Undoes a parked saga instead of resuming it.
 *
 * @throws DomainError `not_found`, `state_forbids` (not parked, or a started step only goes forward)
 */
export async function undoSaga(ctx: OpContext, input: Intervention): Promise<void> {
  authorizeStaff(ctx, 'operations:act')
  await unpark(ctx, input, (kind, steps) => {
    if (!isUndoable(kind, steps))
      throw new DomainError('state_forbids', { params: { reason: 'forward_only' } })
    return 'undoing'
  })
}
