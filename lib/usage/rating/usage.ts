import type { Tx } from '~/db/client'
import type { Meter } from '~/db/schema/catalogue'
import type { ResourceKind } from '~/db/schema/resources/compute'
import { invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import { toSecond } from '~/lib/kernel/time/clock'
import { selectAgreedPrice } from './queries/prices'
import { endUsage, insertUsage, lastUsageEnd, lockOpenUsage } from './queries/usage'

/**
 * The fields of a server, volume, snapshot, image, backup or public address that its usage rows contain; their rows in
 * `db/schema/compute` have this shape.
 */
export type MeteredResource = {
  id:
    | Id<'instance'>
    | Id<'volume'>
    | Id<'snapshot'>
    | Id<'privateImage'>
    | Id<'backup'>
    | Id<'publicAddress'>
    | Id<'balancer'>
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  bundleId: Id<'bundle'>
  orderLineId: Id<'orderLine'>
  /** For a server or volume under a commitment. */
  commitmentId?: Id<'commitment'> | null
}

type Usage = { resource: MeteredResource; meters: readonly Meter[]; at: Date; recordedAt: Date }

/**
 * Opens an interval from `at` for each meter. An open meter is unchanged, so that a repeated event counts once; `at` is
 * never before the end of the previous interval. The caller has locked the resource. The price is that of the
 * resource's commitment, else the one agreed in the order line while the bundle is the ordered one, else the current
 * price of the organisation.
 */
export async function openUsage(tx: Tx, usage: Usage): Promise<void> {
  const { resource, recordedAt } = usage
  const open = await lockOpenUsage(tx, resource.id, usage.meters)
  for (const meter of usage.meters) {
    if (open.some((interval) => interval.meter === meter)) continue
    const startedAt = latest(toSecond(usage.at), await lastUsageEnd(tx, resource.id, meter))
    const price = await selectAgreedPrice(tx, { ...resource, meter, at: startedAt })
    invariant(price, `no price in force for ${meter} of ${resource.bundleId}`)
    await insertUsage(tx, {
      id: newId('usageInterval', recordedAt.getTime()),
      organisationId: resource.organisationId,
      projectId: resource.projectId,
      resourceKind: kindOf(resource.id),
      resourceId: resource.id,
      meter,
      bundleId: resource.bundleId,
      priceVersionId: price.id,
      orderLineId: resource.orderLineId,
      costReferences: price.costReferences,
      startedAt,
      endedAt: null,
      microCentsPerHour: price.microCentsPerHour,
      listMicroCentsPerHour:
        price.listMicroCentsPerHour === price.microCentsPerHour ? null : price.listMicroCentsPerHour,
      hourlyMicroCentsPerHour: price.commitmentId ? price.hourlyMicroCentsPerHour : null,
      commitmentId: price.commitmentId,
      recordedAt,
      closedRecordedAt: null,
    })
  }
}

/** Ends the open intervals of these meters at `at` (never before their start); they no longer change. Idempotent. */
export async function closeUsage(
  tx: Tx,
  resourceId: string,
  meters: readonly Meter[] | 'all',
  at: Date,
  recordedAt: Date,
): Promise<void> {
  for (const interval of await lockOpenUsage(tx, resourceId, meters)) {
    await endUsage(tx, interval.id, latest(toSecond(at), interval.startedAt), recordedAt)
  }
}

/**
 * Splits the open intervals of `meters` at `at`: from then on they run under the resource's current bundle, project and
 * references, without a gap.
 */
export async function splitUsage(tx: Tx, usage: Usage): Promise<void> {
  const open = await lockOpenUsage(tx, usage.resource.id, usage.meters)
  const meters = open.map((interval) => interval.meter)
  await closeUsage(tx, usage.resource.id, meters, usage.at, usage.recordedAt)
  await openUsage(tx, { ...usage, meters })
}

const kindByPrefix: Record<string, ResourceKind | 'address'> = {
  ins: 'instance',
  vol: 'volume',
  snp: 'snapshot',
  pim: 'image',
  bkp: 'backup',
  pip: 'address',
  lba: 'balancer',
}

function kindOf(id: MeteredResource['id']): ResourceKind | 'address' {
  const kind = kindByPrefix[id.slice(0, 3)]
  invariant(kind, `${id} is metered`)
  return kind
}

function latest(at: Date, floor: Date | null): Date {
  return floor && floor > at ? floor : at
}
