import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { hostView } from '../hosts/host-view'
import { listHostsOfRacks } from '../queries/zone-contents'
import { listRacksOfZone } from '../queries/zone-racks'
import type { InventoryRack } from './views'

/** Racks of a zone by site, room and name, each with its hosts from the top. */
export async function readRacks(
  tx: Tx,
  zoneId: Id<'zone'>,
  page: { limit: number; offset: number },
): Promise<InventoryRack[]> {
  const racks = await listRacksOfZone(tx, zoneId, page)
  const hosts = await listHostsOfRacks(
    tx,
    racks.map((rack) => rack.id),
  )
  return racks.map((rack) => ({
    ...rack,
    hosts: hosts
      .filter(({ host }) => host.rackId === rack.id)
      .map((each) => hostView(each.host, each.allocations)),
  }))
}
