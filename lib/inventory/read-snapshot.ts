import type { Tx } from '~/db/client'
import { listHostCapacity, listOpenZones, listPoolCapacity } from '~/db/queries/inventory/capacity'
import type { Id } from '~/lib/kernel/ids'
import type { ZoneSnapshot } from './place-snapshot'

/** What each zone in service could still sell, read now. A zone that is not in service has no entry. */
export async function readSnapshots(tx: Tx, only?: Id<'zone'>): Promise<Map<Id<'zone'>, ZoneSnapshot>> {
  const open = (await listOpenZones(tx)).filter((zone) => !only || zone.id === only)
  if (open.length === 0) return new Map()
  const ids = open.map((zone) => zone.id)
  const hosts = await listHostCapacity(tx, ids)
  const pools = await listPoolCapacity(tx, ids)
  return new Map(
    open.map((zone) => [
      zone.id,
      {
        placement: zone.placement,
        hosts: hosts.filter((host) => host.zoneId === zone.id),
        pools: pools.filter((pool) => pool.zoneId === zone.id),
      },
    ]),
  )
}
