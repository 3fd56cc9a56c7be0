import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { ZoneSnapshot } from '../scheduler/place-snapshot'
import { type MeasuredSnapshot, readZone } from '../scheduler/read-snapshot'
import type { Shape } from '../scheduler/shape'
import type { PackingInput } from './host-futures'
import type { PackingView } from './packing-view'
import { callLifetimesOfZone, callServersByHost, findLifetimes } from './queries/lifetimes'
import { countHostsInUse } from './queries/packing'

/** The input of packing for a zone, read now. */
export async function readPacking(tx: Tx, zoneId: Id<'zone'>, now: Date): Promise<PackingInput> {
  const [lifetimes, servers] = await Promise.all([
    callLifetimesOfZone(tx, zoneId),
    callServersByHost(tx, zoneId),
  ])
  return { nowSeconds: now.getTime() / 1_000, lifetimes, servers }
}

/** Whether one of these resources is packed in the zone: by its own policy or by the zone's. Pure. */
export function packsAny(
  { placement }: Pick<ZoneSnapshot, 'placement'>,
  resources: readonly Pick<Shape, 'placement'>[],
): boolean {
  return resources.some((each) => (each.placement ?? placement) === 'pack')
}

/**
 * A zone with the input of the policy by which a claim would place these resources, read now; null when it is not in
 * service.
 */
export async function readZoneForClaim(
  tx: Tx,
  zoneId: Id<'zone'>,
  resources: readonly Pick<Shape, 'placement'>[],
  now: Date,
): Promise<MeasuredSnapshot | null> {
  const snapshot = await readZone(tx, zoneId)
  if (!snapshot || !packsAny(snapshot, resources)) return snapshot
  return { ...snapshot, packing: await readPacking(tx, zoneId, now) }
}

/** The same, for the zone's page. */
export async function readPackingView(tx: Tx, zoneId: Id<'zone'>): Promise<PackingView> {
  const [hosts, lifetimes] = await Promise.all([countHostsInUse(tx, zoneId), findLifetimes(tx, zoneId)])
  return {
    hostsInUse: hosts.inUse,
    hostsEmpty: hosts.empty,
    learnt: lifetimes && { servers: Number(lifetimes.servers), untilAt: lifetimes.learntUntil },
  }
}
