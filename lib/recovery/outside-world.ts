/**
 * The one rule about what leaves the installation: hypervisors, mail, webhooks, e-invoices, exports, card providers.
 * A database that was restored, copied or promoted reaches none of them until an operator has agreed to it, because its
 * rows may be older than what they describe. The decision is taken in the database (`app.is_outside_held`), so that it
 * is right from the first query on and needs no process to have noticed anything.
 */
import { type Tx, withSystem } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { isOutsideHeld } from './queries/recovery'

export { isOutsideHeld }

/** Whether the worker may reach anything outside now. */
export async function outsideWorldAllowed(ctx: OpContext): Promise<boolean> {
  return !(await withSystem(ctx, isOutsideHeld))
}

/**
 * For requests of people that would change something outside.
 *
 * @throws DomainError `recovery_in_progress`
 */
export async function requireOutsideWorld(tx: Tx): Promise<void> {
  if (await isOutsideHeld(tx)) throw new DomainError('recovery_in_progress')
}
