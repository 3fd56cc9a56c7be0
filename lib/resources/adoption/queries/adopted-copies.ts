import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { asTime } from '~/db/expressions/as-time'
import type { Id } from '~/lib/kernel/ids'

export type CopySource = {
  projectId: Id<'project'>
  bundleId: Id<'bundle'>
  orderLineId: Id<'orderLine'>
  /** The catalogue's image of a server; null of a volume. */
  imageId: Id<'image'> | null
}

type Wanted = {
  /** Of the source. */
  id: string
  organisationId: Id<'organisation'>
  zoneId: Id<'zone'>
  sizeGib: number
  at: Date
}

/**
 * The volume of a backup, which may be in another zone, or the server of an image, in its zone; in any state, since a copy
 * outlives its source. With the bundle for which the source was billed at that instant, since it may have changed since then. A
 * backup larger than that bundle shows that a growth was lost: it has the bundle of its own size and class. The default project
 * where the source's was archived: an archived project is empty.
 */
export async function findCopySource(
  tx: Tx,
  kind: 'backup' | 'image',
  { id, organisationId, zoneId, sizeGib, at }: Wanted,
): Promise<CopySource | null> {
  const billedFor = (meter: 'volume' | 'root_disk') => sql`
    select u.bundle_id from usage_intervals u
    where u.organisation_id = s.organisation_id and u.resource_id = s.id and u.meter = ${meter}
      and u.started_at <= ${asTime(at)} and (u.ended_at is null or u.ended_at > ${asTime(at)}) limit 1`
  const larger = sql`
    select l.id from bundles l where l.kind = 'storage' and l.volume_class = s.volume_class and l.volume_gib = ${sizeGib}
      and l.volume_gib > b.volume_gib order by l.is_active desc, l.position, l.id limit 1`
  const project = sql`(select coalesce(max(p.id) filter (where p.archived_at is null and p.id = s.project_id),
      max(p.id) filter (where p.is_default))
    from projects p where p.organisation_id = s.organisation_id) as "projectId"`
  const [row] = await tx.execute<CopySource>(
    kind === 'backup'
      ? sql`select ${project}, coalesce((${larger}), b.id) as "bundleId", s.order_line_id as "orderLineId",
            null::text as "imageId"
          from volumes s join bundles b on b.id = coalesce((${billedFor('volume')}), s.bundle_id)
          where s.id = ${id} and s.organisation_id = ${organisationId}`
      : sql`select ${project}, coalesce((${billedFor('root_disk')}), s.bundle_id) as "bundleId",
            s.order_line_id as "orderLineId", s.image_id as "imageId"
          from instances s where s.id = ${id} and s.organisation_id = ${organisationId} and s.zone_id = ${zoneId}`,
  )
  return row ?? null
}

export async function findPool(tx: Tx, zoneId: Id<'zone'>, name: string): Promise<Id<'pool'> | null> {
  const [row] = await tx.execute<{ id: Id<'pool'> }>(
    sql`select id from storage_pools where zone_id = ${zoneId} and name = ${name}`,
  )
  return row?.id ?? null
}
