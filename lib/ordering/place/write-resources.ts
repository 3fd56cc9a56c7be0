import type { Tx } from '~/db/client'
import type { HeldLine } from '~/db/schema/ordering/buying'
import { recordAudit } from '~/lib/audit'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import {
  claimAddress,
  type NewInstance,
  type NewVolume,
  recordNewInstances,
  recordNewVolumes,
  recordSagas,
  type SagaRequest,
  volumeSaga,
} from '~/lib/resources'

type Place = { organisationId: Id<'organisation'>; projectId: Id<'project'> }

/**
 * Writes the planned servers and volumes in state `creating`, in as many statements as for a single line; an
 * public address is given at once, attached to the server it was ordered with.
 */
export async function writeResources(
  tx: Tx,
  ctx: OpContext,
  { organisationId, projectId }: Place,
  plan: readonly HeldLine[],
): Promise<void> {
  const servers: NewInstance[] = []
  const volumes: NewVolume[] = []
  const sagas: SagaRequest[] = []
  const addresses: NewAddress[] = []
  for (const line of plan) {
    const shared = {
      organisationId,
      projectId,
      orderLineId: line.orderLineId,
      bundleId: line.bundleId,
      zoneId: line.zoneId,
    }
    for (const resource of line.resources) {
      const { name } = resource
      if (resource.kind === 'address') {
        addresses.push({ ...shared, id: resource.id, instanceId: resource.partnerId })
        continue
      }
      if (resource.kind === 'instance') {
        invariant(resource.hostId && line.imageId, 'a server has a host and an image')
        const { id } = resource
        const input = resource.partnerId ? { volumeId: resource.partnerId } : {}
        servers.push({
          ...shared,
          id,
          name,
          imageId: line.imageId,
          hostId: resource.hostId,
          address: resource.address,
          sshKeyIds: line.sshKeyIds,
          sourceSnapshotId: line.fromSnapshotId,
          sourceImageId: line.fromImageId,
        })
        sagas.push({
          kind: 'create_instance',
          organisationId,
          resourceKind: 'instance',
          resourceId: id,
          input,
        })
        continue
      }
      invariant(resource.poolId && line.volumeClass, 'a volume has a pool and a class')
      const { id } = resource
      const source = line.source && {
        sourceVolumeId: line.source.volumeId,
        sourceSnapshotId: line.source.snapshotId,
        sourceBackupId: line.source.backupId ?? null,
      }
      const size = { sizeGib: resource.sizeGib, volumeClass: line.volumeClass }
      volumes.push({ ...shared, id, name, poolId: resource.poolId, ...size, ...source })
      // The server's saga creates and attaches the volume of a server.
      if (!resource.partnerId) sagas.push(volumeSaga({ id, organisationId, ...source }))
    }
  }
  await recordNewInstances(tx, ctx, servers)
  await recordNewVolumes(tx, ctx, volumes)
  await recordSagas(tx, ctx, sagas)
  // Each locks the addresses of its zone: in one order for all transactions, so that none waits for another in a circle.
  addresses.sort((a, b) => (a.zoneId < b.zoneId ? -1 : a.zoneId > b.zoneId ? 1 : 0))
  for (const address of addresses) await giveAddress(tx, ctx, address)
}

type NewAddress = Place & {
  id: Id<'publicAddress'>
  orderLineId: Id<'orderLine'>
  zoneId: Id<'zone'>
  instanceId: Id<'instance'> | null
}

/**
 * Gives the organisation a public address of the zone. @throws DomainError `insufficient_capacity`,
 * `quota_exceeded`
 */
async function giveAddress(tx: Tx, ctx: OpContext, wanted: NewAddress): Promise<void> {
  const { id, organisationId, projectId, orderLineId, zoneId, instanceId } = wanted
  const address = await claimAddress(tx, ctx, {
    id,
    organisationId,
    projectId,
    orderLineId,
    zoneId,
    instanceId,
  })
  await recordAudit(tx, ctx, 'address.reserved', {
    organisationId,
    kind: 'public_address',
    id,
    details: { address, zoneId },
  })
}
