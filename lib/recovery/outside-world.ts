/**
 * The one rule about effects outside the installation: hypervisors, mail, webhooks, e-invoices, exports, card
 * providers. A restored, copied or promoted database reaches none of them until an operator has approved it, because
 * its rows may be older than reality. The database decides (`app.is_outside_held`), so the answer is right from the
 * first query on and no process has to detect anything.
 */
import { type Tx, withSystem } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { isOutsideHeld, mayCompareOutside } from './queries/recovery'

export { isOutsideHeld, mayCompareOutside }

/** Whether the worker may act outside now. */
export async function outsideWorldAllowed(ctx: OpContext): Promise<boolean> {
  return !(await withSystem(ctx, isOutsideHeld))
}

/**
 * For people's requests that would change something outside.
 *
 * @throws DomainError `recovery_in_progress`
 */
export async function requireOutsideWorld(tx: Tx): Promise<void> {
  if (await isOutsideHeld(tx)) throw new DomainError('recovery_in_progress')
}
