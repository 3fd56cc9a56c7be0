import { withStaff } from '~/db/client'
import { zoneView } from '~/lib/datacentre'
import { type InventorySite, racksPerPage } from '~/lib/datacentre/client'
import {
  countRacksOfZone,
  listPoolRows,
  listRoomsOfZone,
  listZoneReach,
  listZoneTotals,
  readRacks,
} from '~/lib/datacentre/rows'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { readPackingView } from '../packing/read-packing'
import { readZoneRoom } from './read-zone-room'
import type { ZoneDetail } from './views'

/**
 * One zone: its sites and rooms, a page of its racks with their hosts, and the effect of losing a rack.
 * @throws DomainError `not_found`
 */
export async function getZone(ctx: OpContext, zoneId: string, page = 1): Promise<ZoneDetail> {
  authorizeStaff(ctx, 'inventory:read')
  if (!isId('zone', zoneId)) throw new DomainError('not_found')
  const id = zoneId
  return withStaff(ctx, async (tx) => {
    const [row] = await listZoneTotals(tx, id)
    if (!row) throw new DomainError('not_found')
    const offset = (page - 1) * racksPerPage
    // Issued together, so that no query waits for another's result.
    const [racks, pools, reach, rooms, racksTotal, room, packing] = await Promise.all([
      readRacks(tx, id, { limit: racksPerPage, offset }),
      listPoolRows(tx, id),
      listZoneReach(tx),
      listRoomsOfZone(tx, id),
      countRacksOfZone(tx, id),
      readZoneRoom(tx, id, ctx.now),
      readPackingView(tx, id),
    ])
    return {
      zone: zoneView(row, pools, reach),
      sites: sitesOf(rooms),
      racks,
      racksTotal,
      packing,
      ...room,
    }
  })
}

function sitesOf(rows: Awaited<ReturnType<typeof listRoomsOfZone>>): InventorySite[] {
  const sites = new Map<string, InventorySite>()
  for (const row of rows) {
    const { siteId: id, site: name, city, address } = row
    const site = sites.get(id) ?? { id, name, city, address, rooms: [] }
    sites.set(id, site)
    if (row.roomId && row.room) site.rooms.push({ id: row.roomId, name: row.room })
  }
  return [...sites.values()]
}
