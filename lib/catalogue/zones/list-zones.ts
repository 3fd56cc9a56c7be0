import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import * as catalogue from '../queries/catalogue'
import type { ImageView, ZoneView } from '../views'

/** Lists zones that are not closed, with their sites and images. */
export async function listZones(tx: Tx): Promise<ZoneView[]> {
  const rows = await catalogue.listZoneRows(tx)
  const sites = await catalogue.listSiteRows(tx)
  const images = await catalogue.listZoneImageRows(tx)
  return rows
    .filter((zone) => zone.state !== 'closed')
    .map((zone) => ({
      id: zone.id,
      code: zone.code,
      name: zone.name,
      city: zone.city,
      state: zone.state === 'in_service' && !zone.isReachable ? 'unreachable' : zone.state,
      networkTechnology: zone.networkTechnology,
      sites: sites.filter((site) => site.zoneId === zone.id).map(({ zoneId: _zone, ...site }) => site),
      images: images.filter((each) => each.zoneId === zone.id).map((each) => imageView(each.image)),
    }))
}

/** Returns the image in this zone, or null when the zone cannot start it. */
export async function findZoneImage(
  tx: Tx,
  zoneId: Id<'zone'>,
  imageId: Id<'image'>,
): Promise<CatalogueImage | null> {
  const row = await catalogue.findZoneImageRow(tx, zoneId, imageId)
  return row && imageView(row.image)
}

/** Whether servers of this image run cloud-init at first boot, also of one no longer offered. */
export async function hasCloudInit(tx: Tx, imageId: Id<'image'>): Promise<boolean> {
  return catalogue.findHasCloudInit(tx, imageId)
}

type CatalogueImage = ImageView & { id: Id<'image'> }

function imageView(row: catalogue.ImageRow): CatalogueImage {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    updatedOn: row.updatedOn,
    minDiskGib: row.minDiskGib,
    instanceType: row.instanceType,
    hasCloudInit: row.hasCloudInit,
    hasSsh: row.hasSsh,
  }
}
