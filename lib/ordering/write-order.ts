import type { Tx } from '~/db/client'
import { insertOrder, insertOrderLines, takeNumber } from '~/db/queries/ordering/place'
import { findDefaultSeller } from '~/db/queries/ordering/selling'
import type { ReferenceCheck } from '~/db/schema/ordering'
import { type NewInstance, type NewVolume, recordNewInstances, recordNewVolumes } from '~/lib/compute'
import type { ClaimedPlace } from '~/lib/inventory'
import { invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { recordSagas, type SagaRequest, volumeSaga } from '~/lib/provisioning'
import { orderNumber, orderSeries } from './order-number'
import type { PreparedLine } from './prepare-lines'

export type Buyer = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  accountId: Id<'account'>
  termsVersion: string
  dpaVersion: string
  referenceCheck: ReferenceCheck | null
}

/** The order, its lines, resources and sagas exist. Called last: the counter of numbers stays locked from here on. */
export async function writeOrder(
  tx: Tx,
  ctx: OpContext,
  buyer: Buyer,
  lines: readonly PreparedLine[],
  places: ReadonlyMap<string, ClaimedPlace>,
): Promise<{ orderId: Id<'order'>; number: string }> {
  const { organisationId, projectId } = buyer
  const orderId = newId('order', ctx.now.getTime())
  const seller = await findDefaultSeller(tx)
  invariant(seller, 'somebody sells')
  const number = orderNumber(
    seller.orderPrefix,
    ctx.now,
    await takeNumber(tx, seller.id, orderSeries(ctx.now)),
  )
  await insertOrder(tx, {
    id: orderId,
    organisationId,
    projectId,
    sellingEntityId: seller.id,
    number,
    state: 'accepted',
    placedByAccountId: buyer.accountId,
    termsVersion: buyer.termsVersion,
    dpaVersion: buyer.dpaVersion,
    referenceCheck: buyer.referenceCheck,
    monthlyCents: lines.reduce((sum, line) => sum + line.monthlyCents, 0n),
    createdAt: ctx.now,
  })
  await insertOrderLines(
    tx,
    lines.map((line, position) => ({
      id: line.id,
      organisationId,
      orderId,
      projectId,
      position,
      bundleId: line.bundle.id,
      zoneId: line.zoneId,
      imageId: line.imageId,
      name: line.input.name,
      quantity: line.input.quantity,
      sshKeyIds: line.input.sshKeyIds,
      priceVersionIds: Object.fromEntries(line.bundle.prices.map((price) => [price.meter, price.id])),
      microCentsPerHour: line.bundle.microCentsPerHour,
      costReferences: definedOnly(line.input.costReferences ?? {}),
      state: 'accepted' as const,
    })),
  )
  await writeResources(tx, ctx, buyer, lines, places)
  return { orderId, number }
}

/** The servers and volumes of all lines in as many statements as those of one would take. */
async function writeResources(
  tx: Tx,
  ctx: OpContext,
  { organisationId, projectId }: Buyer,
  lines: readonly PreparedLine[],
  places: ReadonlyMap<string, ClaimedPlace>,
): Promise<void> {
  const servers: NewInstance[] = []
  const volumes: NewVolume[] = []
  const sagas: SagaRequest[] = []
  for (const line of lines) {
    const { bundle, zoneId } = line
    const shared = { organisationId, projectId, orderLineId: line.id, bundleId: bundle.id, zoneId }
    for (const resource of line.resources) {
      const place = places.get(resource.resourceId)
      const { name } = resource
      if (resource.resourceKind === 'instance') {
        invariant(place?.hostId && line.imageId, 'a server has a host and an image')
        const id = resource.resourceId
        const input = resource.volumeId ? { volumeId: resource.volumeId } : {}
        servers.push({
          ...shared,
          id,
          name,
          imageId: line.imageId,
          hostId: place.hostId,
          address: place.address,
          sshKeyIds: line.input.sshKeyIds,
          sourceSnapshotId: (line.input.fromSnapshotId ?? null) as Id<'snapshot'> | null,
          sourceImageId: (line.input.fromImageId ?? null) as Id<'privateImage'> | null,
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
      invariant(place?.poolId && bundle.volumeClass, 'a volume has a pool and a class')
      const id = resource.resourceId
      const source = line.source && {
        sourceVolumeId: line.source.volumeId,
        sourceSnapshotId: line.source.snapshotId,
        sourceBackupId: line.source.backupId,
      }
      const size = { sizeGib: resource.poolGib, volumeClass: bundle.volumeClass }
      volumes.push({ ...shared, id, name, poolId: place.poolId, ...size, ...source })
      // The volume of a server is made and attached on the way by the server's own saga.
      if (!resource.instanceId) sagas.push(volumeSaga({ id, organisationId, ...source }))
    }
  }
  await recordNewInstances(tx, ctx, servers)
  await recordNewVolumes(tx, ctx, volumes)
  await recordSagas(tx, ctx, sagas)
}

function definedOnly(references: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(references).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
