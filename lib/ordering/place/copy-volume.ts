import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { readCopySource } from '~/lib/resources'
import type { CopyVolumeInput } from '../schema'
import { placeLine } from './place-line'
import { listLinesOfResource } from './queries/lines-like'

/**
 * Orders a volume that starts as a copy of another one, or of a snapshot of it, in the same zone. The copy has
 * its own order, price and claim, and does not depend on its source afterwards.
 *
 * @throws DomainError `not_found`, `state_forbids`, `insufficient_capacity`, `quota_exceeded`,
 * `spending_cap_exceeded`, and those of `placeLine`
 */
export async function copyVolume(
  ctx: OpContext,
  input: CopyVolumeInput,
): Promise<{ orderId: Id<'order'>; number: string }> {
  authorize(ctx, 'order:place')
  const { idempotencyKey, bundleId, name, volumeId, snapshotId } = input
  const source = {
    volumeId: volumeId,
    snapshotId: snapshotId ?? null,
  }
  const { projectId, zoneId, costReferences } = await withOrganisation(ctx, async (tx, organisationId) => {
    const [like] = await listLinesOfResource(tx, organisationId, source.volumeId)
    return { ...(await readCopySource(tx, source)), costReferences: like?.costReferences ?? {} }
  })
  const copyOf = snapshotId ? { volumeId, snapshotId } : { volumeId }
  const line = { bundleId, zoneId, name, quantity: 1, sshKeyIds: [], copyOf, costReferences }
  const { orderId, number } = await placeLine(ctx, { idempotencyKey, projectId, line })
  return { orderId, number }
}
