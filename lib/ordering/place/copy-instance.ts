import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { readServerSource } from '~/lib/resources'
import { listUsableKeyIds } from '../queries/place'
import type { CopyInstanceInput } from '../schema'
import { placeLine } from './place-line'
import { listLinesOfResource } from './queries/lines-like'

/**
 * Orders a server with a disk created from a snapshot of another server, in its zone, with those of the
 * other's original SSH keys that still exist, on the network that the other was ordered on. It has its own order, price,
 * addresses and claim; a public address and who may connect are those of the request (`readCopyAccess`).
 *
 * @throws DomainError `not_found`, `state_forbids`, `insufficient_capacity`, `quota_exceeded`,
 * `spending_cap_exceeded`, and those of `placeLine`
 */
export async function copyInstance(
  ctx: OpContext,
  input: CopyInstanceInput,
): Promise<{ orderId: Id<'order'>; number: string }> {
  authorize(ctx, 'order:place')
  const { idempotencyKey, snapshotId, bundleId, name, publicAddress, sshAccess } = input
  const { projectId, zoneId, sshKeyIds, costReferences, networkId } = await withOrganisation(
    ctx,
    async (tx, organisationId) => {
      const source = await readServerSource(tx, snapshotId)
      const [like] = await listLinesOfResource(tx, organisationId, source.instanceId)
      return {
        ...source,
        sshKeyIds: await listUsableKeyIds(tx, organisationId, source.sshKeyIds),
        costReferences: like?.costReferences ?? {},
        networkId: like?.networkId,
      }
    },
  )
  const line = {
    bundleId,
    zoneId,
    name,
    quantity: 1,
    sshKeyIds: [...sshKeyIds].sort(),
    fromSnapshotId: snapshotId,
    ...(networkId ? { networkId } : {}),
    ...(publicAddress ? { publicAddress } : {}),
    ...(sshAccess ? { sshAccess } : {}),
    costReferences,
  }
  const { orderId, number } = await placeLine(ctx, { idempotencyKey, projectId, line })
  return { orderId, number }
}
