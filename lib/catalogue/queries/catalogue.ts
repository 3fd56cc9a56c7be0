import {
  and,
  asc,
  eq,
  getTableColumns,
  gt,
  inArray,
  isNull,
  lte,
  max,
  notInArray,
  or,
  sql,
} from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { bundleName } from '~/db/expressions/bundle-name'
import { isReachable } from '~/db/expressions/reachable-zone'
import { bundles, images, priceVersions, zoneImages, zones } from '~/db/schema/catalogue'
import { racks, rooms, sites } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

export type ZoneRow = typeof zones.$inferSelect
export type BundleRow = typeof bundles.$inferSelect
/** `name` is in the reader's language. */
export type NamedBundleRow = BundleRow & { nameFr: string }
export type ImageRow = typeof images.$inferSelect
export type PriceRow = typeof priceVersions.$inferSelect

export const namedColumns = { ...getTableColumns(bundles), name: bundleName, nameFr: bundles.name }

export async function listZoneRows(tx: Tx): Promise<(ZoneRow & { isReachable: boolean })[]> {
  return tx
    .select({ ...getTableColumns(zones), isReachable })
    .from(zones)
    .orderBy(asc(zones.position), asc(zones.id))
}

export async function findZoneRowByCode(tx: Tx, code: string): Promise<ZoneRow | null> {
  const [row] = await tx.select().from(zones).where(eq(zones.code, code))
  return row ?? null
}

export async function findLastImagePosition(tx: Tx): Promise<number> {
  const [row] = await tx.select({ last: max(images.position) }).from(images)
  return row?.last ?? 0
}

export async function findImageIdBySlug(tx: Tx, slug: string): Promise<Id<'image'> | null> {
  const [row] = await tx.select({ id: images.id }).from(images).where(eq(images.slug, slug))
  return row?.id ?? null
}

/** Sites of every zone with their numbers of rooms and racks. */
export async function listSiteRows(tx: Tx) {
  return tx
    .select({
      id: sites.id,
      zoneId: sites.zoneId,
      name: sites.name,
      city: sites.city,
      rooms: sql<number>`count(distinct ${rooms.id})::int`,
      racks: sql<number>`count(distinct ${racks.id})::int`,
    })
    .from(sites)
    .leftJoin(rooms, eq(rooms.siteId, sites.id))
    .leftJoin(racks, eq(racks.roomId, rooms.id))
    .groupBy(sites.id)
    .orderBy(asc(sites.name))
}

/** Excludes public addresses and load balancers, which are not part of an order of servers and volumes. */
export async function listActiveBundleRows(tx: Tx): Promise<NamedBundleRow[]> {
  return tx
    .select(namedColumns)
    .from(bundles)
    .where(and(eq(bundles.isActive, true), notInArray(bundles.kind, ['address', 'balancer'])))
    .orderBy(asc(bundles.position), asc(bundles.id))
}

/** The bundle of public addresses with its price in force; null when they are not sold. */
export const findAddressOffer = (tx: Tx, now: Date) => findServiceOffer(tx, now, 'address', 'public_address')

/** The same for load balancers. */
export const findBalancerOffer = (tx: Tx, now: Date) => findServiceOffer(tx, now, 'balancer', 'load_balancer')

async function findServiceOffer(
  tx: Tx,
  now: Date,
  kind: 'address' | 'balancer',
  meter: 'public_address' | 'load_balancer',
) {
  const [row] = await tx
    .select({
      bundleId: bundles.id,
      slug: bundles.slug,
      name: bundleName,
      priceVersionId: priceVersions.id,
      microCentsPerHour: priceVersions.microCentsPerHour,
    })
    .from(bundles)
    .innerJoin(priceVersions, eq(priceVersions.bundleId, bundles.id))
    .where(
      and(
        eq(bundles.kind, kind),
        eq(bundles.isActive, true),
        eq(priceVersions.meter, meter),
        lte(priceVersions.validFrom, now),
        or(isNull(priceVersions.validTo), gt(priceVersions.validTo, now)),
      ),
    )
    .orderBy(asc(bundles.position), asc(bundles.id))
    .limit(1)
  return row ?? null
}

export async function findBundleRow(tx: Tx, id: Id<'bundle'>): Promise<BundleRow | null> {
  const [row] = await tx.select().from(bundles).where(eq(bundles.id, id))
  return row ?? null
}

/** Prices in force at `now`, of all bundles or the given ones. */
export async function listPricesInForce(tx: Tx, now: Date, bundleIds?: Id<'bundle'>[]): Promise<PriceRow[]> {
  const inForce = and(
    lte(priceVersions.validFrom, now),
    or(isNull(priceVersions.validTo), gt(priceVersions.validTo, now)),
  )
  return tx
    .select()
    .from(priceVersions)
    .where(bundleIds ? and(inForce, inArray(priceVersions.bundleId, bundleIds)) : inForce)
    .orderBy(asc(priceVersions.bundleId), asc(priceVersions.meter))
}

/** The open price of a meter, locked for its successor. */
export async function findOpenPriceForUpdate(tx: Tx, bundleId: Id<'bundle'>, meter: PriceRow['meter']) {
  const [row] = await tx
    .select()
    .from(priceVersions)
    .where(
      and(
        eq(priceVersions.bundleId, bundleId),
        eq(priceVersions.meter, meter),
        isNull(priceVersions.validTo),
      ),
    )
    .for('update')
  return row ?? null
}

/** Images that a zone can start, newest first by their position. */
export async function listZoneImageRows(tx: Tx) {
  return tx
    .select({ zoneId: zoneImages.zoneId, image: images })
    .from(zoneImages)
    .innerJoin(images, eq(images.id, zoneImages.imageId))
    .where(eq(images.isActive, true))
    .orderBy(asc(images.position), asc(images.id))
}

export async function findHasCloudInit(tx: Tx, imageId: Id<'image'>): Promise<boolean> {
  const [row] = await tx.select({ has: images.hasCloudInit }).from(images).where(eq(images.id, imageId))
  return row?.has ?? false
}

export async function findZoneImageRow(tx: Tx, zoneId: Id<'zone'>, imageId: Id<'image'>) {
  const [row] = await tx
    .select({ image: images, alias: zoneImages.alias })
    .from(zoneImages)
    .innerJoin(images, eq(images.id, zoneImages.imageId))
    .where(and(eq(zoneImages.zoneId, zoneId), eq(zoneImages.imageId, imageId), eq(images.isActive, true)))
  return row ?? null
}

export async function insertZone(tx: Tx, row: typeof zones.$inferInsert): Promise<void> {
  await tx.insert(zones).values(row)
}

/** Returns false when another bundle has this slug. */
export async function insertBundle(tx: Tx, row: typeof bundles.$inferInsert): Promise<boolean> {
  const inserted = await tx
    .insert(bundles)
    .values(row)
    .onConflictDoNothing({ target: bundles.slug })
    .returning({ id: bundles.id })
  return inserted.length === 1
}

export async function insertImage(tx: Tx, row: typeof images.$inferInsert): Promise<void> {
  await tx.insert(images).values(row)
}

export async function insertZoneImage(tx: Tx, row: typeof zoneImages.$inferInsert): Promise<void> {
  await tx.insert(zoneImages).values(row)
}

/** Sets the image's alias in the zone; returns whether it is new. */
export async function upsertZoneImage(tx: Tx, row: typeof zoneImages.$inferInsert): Promise<boolean> {
  const { alias } = row
  const changed = await tx
    .insert(zoneImages)
    .values(row)
    .onConflictDoUpdate({
      target: [zoneImages.zoneId, zoneImages.imageId],
      set: { alias },
      setWhere: sql`${zoneImages.alias} <> ${alias}`,
    })
    .returning({ imageId: zoneImages.imageId })
  return changed.length > 0
}

/** Removes all other images from the zone; returns how many. */
export async function deleteOtherZoneImages(
  tx: Tx,
  zoneId: Id<'zone'>,
  kept: Id<'image'>[],
): Promise<number> {
  const ofZone = eq(zoneImages.zoneId, zoneId)
  const gone = await tx
    .delete(zoneImages)
    .where(kept.length === 0 ? ofZone : and(ofZone, notInArray(zoneImages.imageId, kept)))
    .returning({ imageId: zoneImages.imageId })
  return gone.length
}

export async function insertPrice(tx: Tx, row: typeof priceVersions.$inferInsert): Promise<void> {
  await tx.insert(priceVersions).values(row)
}

export async function closePrice(tx: Tx, id: Id<'priceVersion'>, at: Date): Promise<void> {
  await tx
    .update(priceVersions)
    .set({ validTo: at })
    .where(and(eq(priceVersions.id, id), isNull(priceVersions.validTo)))
}
