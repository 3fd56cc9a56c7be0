import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { listHostCapacity, listOpenZones, listPoolCapacity } from '../claims/queries/capacity'
import type { HostSnapshot, PoolSnapshot, ZoneSnapshot } from './place-snapshot'

/** A snapshot with the empty capacity of hosts and pools. */
export type MeasuredSnapshot = Omit<ZoneSnapshot, 'hosts' | 'pools'> & {
  hosts: (HostSnapshot & { vcpuTotal: number; memoryMibTotal: number; diskGibTotal: number })[]
  pools: (PoolSnapshot & { gibTotal: number })[]
}

/** The same zone when empty. Pure. */
export function emptySnapshot(snapshot: MeasuredSnapshot): ZoneSnapshot {
  return {
    placement: snapshot.placement,
    hosts: snapshot.hosts.map((host) => ({
      ...host,
      vcpuFree: host.vcpuTotal,
      memoryMibFree: host.memoryMibTotal,
      diskGibFree: host.diskGibTotal,
    })),
    pools: snapshot.pools.map((pool) => ({ ...pool, gibFree: pool.gibTotal })),
  }
}

/** What each zone in service could still sell, read now. A zone that is not in service has no entry. */
export async function readSnapshots(tx: Tx, only?: Id<'zone'>): Promise<Map<Id<'zone'>, MeasuredSnapshot>> {
  const open = (await listOpenZones(tx)).filter((zone) => !only || zone.id === only)
  if (open.length === 0) return new Map()
  const ids = open.map((zone) => zone.id)
  // Both are pipelined on the transaction's connection: orders wait for this reading.
  const [hosts, pools] = await Promise.all([listHostCapacity(tx, ids), listPoolCapacity(tx, ids)])
  return new Map(
    open.map((zone) => [
      zone.id,
      {
        placement: zone.placement,
        keepsHeadroom: zone.keepsHeadroom,
        hosts: hosts.filter((host) => host.zoneId === zone.id),
        pools: pools.filter((pool) => pool.zoneId === zone.id),
      },
    ]),
  )
}

/** One zone, or null when it is not in service. */
export async function readZone(tx: Tx, zoneId: Id<'zone'>): Promise<MeasuredSnapshot | null> {
  return (await readSnapshots(tx, zoneId)).get(zoneId) ?? null
}
