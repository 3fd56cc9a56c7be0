import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
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

/** The same, for the zone's page. */
export async function readPackingView(tx: Tx, zoneId: Id<'zone'>): Promise<PackingView> {
  const [hosts, lifetimes] = await Promise.all([countHostsInUse(tx, zoneId), findLifetimes(tx, zoneId)])
  return {
    hostsInUse: hosts.inUse,
    hostsEmpty: hosts.empty,
    learnt: lifetimes && { servers: Number(lifetimes.servers), untilAt: lifetimes.learntUntil },
  }
}
