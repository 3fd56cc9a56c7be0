import { eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { images } from '~/db/schema/catalogue'
import { instances } from '~/db/schema/resources/compute'
import { firstBoots } from '~/db/schema/resources/first-boots'
import type { Id } from '~/lib/kernel/ids'

export type FirstBootRow = typeof firstBoots.$inferSelect

/** Starts following the first boot of a server whose image carries cloud-init, also of one that is created again. */
export async function insertFirstBoot(tx: Tx, instanceId: Id<'instance'>, since: Date): Promise<void> {
  const at = sql`${since.toISOString()}::timestamptz`
  await tx.execute(sql`
    insert into first_boots (organisation_id, instance_id, state, since, next_read_at)
      select i.organisation_id, i.id, 'running', ${at}, ${at} from instances i
      join images m on m.id = i.image_id and m.has_cloud_init where i.id = ${instanceId}
    on conflict (organisation_id, instance_id) do update set state = 'running', since = excluded.since,
      next_read_at = excluded.next_read_at, milliseconds = null, module = null, error = null, reads = 0`)
}

export async function deleteFirstBoot(tx: Tx, instanceId: Id<'instance'>): Promise<void> {
  await tx.delete(firstBoots).where(eq(firstBoots.instanceId, instanceId))
}

/**
 * Claims due readings by postponing them to `next`: each is done by one worker only. At most so many of one organisation,
 * and none of those in `without`.
 */
export async function claimDueFirstBoots(
  tx: Tx,
  now: Date,
  next: Date,
  { most, mostOfOne, without }: { most: number; mostOfOne: number; without: readonly Id<'organisation'>[] },
): Promise<FirstBootRow[]> {
  const isDue = sql`next_read_at <= ${now.toISOString()}::timestamptz`
  const chosen = sql`select instance_id from (
      select instance_id, next_read_at, row_number() over (partition by organisation_id order by next_read_at, instance_id) as turn
      from first_boots where ${isDue} and organisation_id <> all (${sql.param(without)}::text[])) d
    where turn <= ${mostOfOne} order by next_read_at, instance_id limit ${most}`
  const due = sql`select instance_id from first_boots where ${isDue} and instance_id in (${chosen})
    order by next_read_at, instance_id for update skip locked`
  return tx
    .update(firstBoots)
    .set({ nextReadAt: next })
    .where(sql`${firstBoots.instanceId} in (${due})`)
    .returning()
}

/** Nothing when the server was erased, or created again, meanwhile. */
export async function updateFirstBoot(
  tx: Tx,
  { instanceId, since }: Pick<FirstBootRow, 'instanceId' | 'since'>,
  set: Partial<typeof firstBoots.$inferInsert>,
): Promise<void> {
  await tx
    .update(firstBoots)
    .set(set)
    .where(
      sql`${firstBoots.instanceId} = ${instanceId} and ${firstBoots.since} = ${since.toISOString()}::timestamptz`,
    )
}

/** Each server with whether its image carries cloud-init, and what is known of its first boot. */
export async function listFirstBoots(tx: Tx, instanceIds: readonly Id<'instance'>[]) {
  return tx
    .select({ id: instances.id, hasCloudInit: images.hasCloudInit, boot: firstBoots })
    .from(instances)
    .innerJoin(images, eq(images.id, instances.imageId))
    .leftJoin(firstBoots, eq(firstBoots.instanceId, instances.id))
    .where(inArray(instances.id, [...instanceIds]))
}
