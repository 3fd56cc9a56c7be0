import { and, asc, desc, eq, gt, isNull, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { bundles, images, priceVersions, zoneImages, zones } from '~/db/schema/catalogue'
import type { Id } from '~/lib/kernel/ids'
import { type BundleRow, type ImageRow, type NamedBundleRow, namedColumns, type PriceRow } from './catalogue'

/** All bundles, including withdrawn ones. */
export async function listBundleRows(tx: Tx): Promise<NamedBundleRow[]> {
  return tx.select(namedColumns).from(bundles).orderBy(asc(bundles.position), asc(bundles.id))
}

export async function findNamedBundleRow(tx: Tx, id: Id<'bundle'>): Promise<NamedBundleRow | null> {
  const [row] = await tx.select(namedColumns).from(bundles).where(eq(bundles.id, id))
  return row ?? null
}

export async function findBundleForUpdate(tx: Tx, id: Id<'bundle'>): Promise<BundleRow | null> {
  const [row] = await tx.select().from(bundles).where(eq(bundles.id, id)).for('update')
  return row ?? null
}

/** Prices of all bundles in force at `now`, and those announced for later. */
export async function listPricesFrom(tx: Tx, now: Date): Promise<PriceRow[]> {
  return tx
    .select()
    .from(priceVersions)
    .where(or(isNull(priceVersions.validTo), gt(priceVersions.validTo, now)))
    .orderBy(asc(priceVersions.bundleId), asc(priceVersions.meter), asc(priceVersions.validFrom))
}

/** All prices of a bundle, latest first. */
export async function listPriceHistory(tx: Tx, bundleId: Id<'bundle'>): Promise<PriceRow[]> {
  return tx
    .select()
    .from(priceVersions)
    .where(eq(priceVersions.bundleId, bundleId))
    .orderBy(desc(priceVersions.validFrom), asc(priceVersions.meter))
}

/** A bundle's prices without a successor, one per meter. */
export async function listOpenPrices(tx: Tx, bundleId: Id<'bundle'>): Promise<PriceRow[]> {
  return tx
    .select()
    .from(priceVersions)
    .where(and(eq(priceVersions.bundleId, bundleId), isNull(priceVersions.validTo)))
    .orderBy(asc(priceVersions.meter))
}

/** The number of what exists by bundle, including servers and volumes in their grace. */
export async function countLiveByBundle(tx: Tx): Promise<Map<Id<'bundle'>, number>> {
  const rows = await tx.execute<{ bundleId: Id<'bundle'>; live: number }>(sql`
    select bundle_id as "bundleId", sum(count)::int as live from (
      select bundle_id, count(*) as count from instances where state not in ('purged', 'failed') group by 1
      union all
      select v.bundle_id, count(*) from volumes v join bundles b on b.id = v.bundle_id and b.kind = 'storage'
        where v.state not in ('purged', 'failed') group by 1
      union all
      select bundle_id, count(*) from public_addresses where released_at is null group by 1
      union all
      select bundle_id, count(*) from balancers where state not in ('deleted', 'failed') group by 1
    ) each group by 1`)
  return new Map(rows.map(({ bundleId, live }) => [bundleId, live]))
}

export async function updateBundle(
  tx: Tx,
  id: Id<'bundle'>,
  set: Partial<
    Pick<BundleRow, 'name' | 'position' | 'placement' | 'requiredLabels' | 'isActive' | 'orderFields'>
  >,
): Promise<void> {
  await tx.update(bundles).set(set).where(eq(bundles.id, id))
}

/** Annuls a price that never took effect: it ends where it begins, and the previous one continues. */
export async function annulPrice(
  tx: Tx,
  price: Pick<PriceRow, 'id' | 'bundleId' | 'meter' | 'validFrom'>,
): Promise<void> {
  await tx.update(priceVersions).set({ validTo: price.validFrom }).where(eq(priceVersions.id, price.id))
  await tx
    .update(priceVersions)
    .set({ validTo: null })
    .where(
      and(
        eq(priceVersions.bundleId, price.bundleId),
        eq(priceVersions.meter, price.meter),
        eq(priceVersions.validTo, price.validFrom),
        sql`${priceVersions.validFrom} < ${priceVersions.validTo}`,
      ),
    )
}

export type ImageInZones = ImageRow & { zones: string[]; servers: number }

/** All images with the zones that can start them and their numbers of servers. */
export async function listImagesInZones(tx: Tx): Promise<ImageInZones[]> {
  const rows = await tx
    .select({
      image: images,
      zones: sql<
        string[]
      >`coalesce(array_agg(${zones.code} order by ${zones.position}) filter (where ${zones.code} is not null), '{}')`,
      servers: sql<number>`(select count(*)::int from instances i where i.image_id = ${images.id} and i.state not in ('purged', 'failed'))`,
    })
    .from(images)
    .leftJoin(zoneImages, eq(zoneImages.imageId, images.id))
    .leftJoin(zones, eq(zones.id, zoneImages.zoneId))
    .groupBy(images.id)
    .orderBy(asc(images.position), asc(images.id))
  return rows.map(({ image, ...rest }) => ({ ...image, ...rest }))
}

export async function findImageForUpdate(tx: Tx, id: Id<'image'>): Promise<ImageRow | null> {
  const [row] = await tx.select().from(images).where(eq(images.id, id)).for('update')
  return row ?? null
}

export async function updateImage(
  tx: Tx,
  id: Id<'image'>,
  set: Partial<Pick<ImageRow, 'name' | 'updatedOn' | 'position' | 'hasCloudInit' | 'hasSsh' | 'isActive'>>,
): Promise<void> {
  await tx.update(images).set(set).where(eq(images.id, id))
}
