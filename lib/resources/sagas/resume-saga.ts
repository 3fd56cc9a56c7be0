import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { type Intervention, unpark } from './unpark'

/**
 * Resumes a parked saga in the direction in which it stopped, with all its attempts.
 *
 * @throws DomainError `not_found`, `state_forbids` (not parked)
 */
export async function resumeSaga(ctx: OpContext, input: Intervention): Promise<void> {
  authorizeStaff(ctx, 'operations:act')
  await unpark(ctx, input, (_kind, steps) =>
    steps.some((step) => step.state === 'undo_failed' || step.state === 'undone') ? 'undoing' : 'running',
  )
}
