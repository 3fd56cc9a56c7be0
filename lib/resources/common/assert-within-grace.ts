import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import { erasuresHeldUntil, isErasureHeld } from '~/lib/recovery'

/**
 * The grace period is half-open: it is over at `purgeAfter` itself. A resource that waits because rows were
 * lost can be restored as long as it waits.
 *
 * @throws DomainError `state_forbids`
 */
export async function assertWithinGrace(
  tx: Tx,
  { purgeAfter, deletedAt }: { purgeAfter: Date | null; deletedAt: Date | null },
  now: Date,
): Promise<void> {
  if (purgeAfter && now < purgeAfter) return
  if (isErasureHeld(await erasuresHeldUntil(tx), deletedAt)) return
  throw new DomainError('state_forbids', { params: { reason: 'grace_over' } })
}
