import type { Tx } from '~/db/client'
import { insertOrder, insertOrderLine, takeNumber } from '~/db/queries/ordering/place'
import { findDefaultSeller } from '~/db/queries/ordering/selling'
import { recordNewInstance, recordNewVolume } from '~/lib/compute'
import type { ClaimedPlace } from '~/lib/inventory'
import { invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { recordSaga, recordVolumeSaga } from '~/lib/provisioning'
import { orderNumber, orderSeries } from './order-number'
import type { PreparedLine } from './prepare-lines'

export type Buyer = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  accountId: Id<'account'>
  termsVersion: string
  dpaVersion: string
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
    monthlyCents: lines.reduce((sum, line) => sum + line.monthlyCents, 0n),
    createdAt: ctx.now,
  })
  for (const [position, line] of lines.entries()) {
    await insertOrderLine(tx, {
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
      state: 'accepted',
    })
    await writeResources(tx, ctx, buyer, line, places)
  }
  return { orderId, number }
}

async function writeResources(
  tx: Tx,
  ctx: OpContext,
  { organisationId, projectId }: Buyer,
  line: PreparedLine,
  places: ReadonlyMap<string, ClaimedPlace>,
): Promise<void> {
  const shared = {
    organisationId,
    projectId,
    orderLineId: line.id,
    bundleId: line.bundle.id,
    zoneId: line.zoneId,
  }
  for (const resource of line.resources) {
    const place = places.get(resource.resourceId)
    const { name, resourceKind } = resource
    if (resourceKind === 'instance') {
      invariant(place?.hostId && line.imageId, 'a server has a host and an image')
      const id = resource.resourceId
      const rest = {
        imageId: line.imageId,
        hostId: place.hostId,
        address: place.address,
        sshKeyIds: line.input.sshKeyIds,
        sourceSnapshotId: (line.input.fromSnapshotId ?? null) as Id<'snapshot'> | null,
      }
      await recordNewInstance(tx, ctx, { ...shared, id, name, ...rest })
      const input = resource.volumeId ? { volumeId: resource.volumeId } : {}
      await recordSaga(tx, ctx, {
        kind: 'create_instance',
        organisationId,
        resourceKind,
        resourceId: id,
        input,
      })
    } else {
      invariant(place?.poolId && line.bundle.volumeClass, 'a volume has a pool and a class')
      const id = resource.resourceId
      const rest = { poolId: place.poolId, sizeGib: resource.poolGib, volumeClass: line.bundle.volumeClass }
      const source = line.source && {
        sourceVolumeId: line.source.volumeId,
        sourceSnapshotId: line.source.snapshotId,
      }
      await recordNewVolume(tx, ctx, { ...shared, id, name, ...rest, ...source })
      // The volume of a server is made and attached on the way by the server's own saga.
      if (resource.instanceId) continue
      await recordVolumeSaga(tx, ctx, { id, organisationId, ...source })
    }
  }
}

function definedOnly(references: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(references).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
