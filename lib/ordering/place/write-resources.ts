import type { Tx } from '~/db/client'
import type { HeldLine } from '~/db/schema/ordering/buying'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import {
  claimAddresses,
  claimBalancers,
  connectOrdered,
  keepNetworks,
  type NewAddress,
  type NewBalancer,
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
 * Writes the planned servers and volumes in state `creating`, in as many statements as for a single line; public
 * addresses are given at once, each attached to the server it was ordered with, and private ones too.
 *
 * @throws DomainError `insufficient_capacity` of public or private addresses, `quota_exceeded` of public addresses
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
  const balancers: NewBalancer[] = []
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
        const { orderLineId, zoneId } = line
        addresses.push({ id: resource.id, orderLineId, zoneId, holderId: resource.partnerId })
        continue
      }
      if (resource.kind === 'balancer') {
        const { id, networkId, settings, partnerId: orderedAddressId } = resource
        balancers.push({ ...shared, id, name, networkId, settings, orderedAddressId })
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
  await claimBalancers(tx, ctx, balancers)
  const place = { organisationId, projectId }
  // Before private ones: a server that ends locks the quotas of its project first, and its rules afterwards.
  await claimAddresses(tx, ctx, place, addresses)
  await keepNetworks(tx, balancers)
  await connectOrdered(
    tx,
    ctx,
    place,
    servers.map(({ id }) => id),
  )
  await recordSagas(tx, ctx, sagas)
}
