import { withOrganisation } from '~/db/client'
import { readCopySource } from '~/lib/compute'
import { authorize } from '~/lib/identity'
import { DomainError, unreachable } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { placeOrder } from './place-order'
import type { CopyVolumeInput } from './schema'

/**
 * Order a volume that begins as a copy of another one, or of a snapshot of it, in the same zone. The copy has an
 * order, a price and a claim of its own, and outlives what it was made of.
 *
 * @throws DomainError `not_found`, `state_forbids`, `insufficient_capacity`, `quota_exceeded`,
 *   `spending_cap_exceeded`, and those of `placeOrder`
 */
export async function copyVolume(
  ctx: OpContext,
  input: CopyVolumeInput,
): Promise<{ orderId: Id<'order'>; number: string }> {
  authorize(ctx, 'order:place')
  const { idempotencyKey, bundleId, name, volumeId, snapshotId } = input
  const source = {
    volumeId: volumeId as Id<'volume'>,
    snapshotId: (snapshotId ?? null) as Id<'snapshot'> | null,
  }
  const { zoneId } = await withOrganisation(ctx, (tx) => readCopySource(tx, source))
  const copyOf = snapshotId ? { volumeId, snapshotId } : { volumeId }
  const line = { bundleId, zoneId, name, quantity: 1, sshKeyIds: [], copyOf }
  const outcome = await placeOrder(ctx, { idempotencyKey, lines: [line] })
  switch (outcome.outcome) {
    case 'accepted':
      return { orderId: outcome.orderId, number: outcome.number }
    case 'insufficient_capacity':
      throw new DomainError('insufficient_capacity', {
        params: { short: outcome.short, reason: 'zone_full' },
      })
    case 'quota_exceeded': {
      const { resource, limit, used } = outcome
      throw new DomainError('quota_exceeded', { params: { resource, limit: `${limit}`, used: `${used}` } })
    }
    case 'over_spending_cap': {
      const { capCents, committedCents, orderCents } = outcome
      throw new DomainError('spending_cap_exceeded', { params: { capCents, committedCents, orderCents } })
    }
    default:
      return unreachable(outcome)
  }
}
