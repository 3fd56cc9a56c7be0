import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { quarantinedObjects } from '~/db/schema/hypervisors'
import { organisations } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

export type QuarantineRow = typeof quarantinedObjects.$inferSelect
export type SeenObject = Pick<
  QuarantineRow,
  'id' | 'zoneId' | 'kind' | 'subject' | 'taggedOrganisationId' | 'details'
>

/** Decisions about an object that exists. */
const open = ['kept', 'proposed', 'confirmed', 'adopted'] as const
/** Without a decision. */
export const undecided = {
  proposedByStaffId: null,
  proposedAt: null,
  beforeTerm: false,
  decidedByStaffId: null,
  decidedAt: null,
  deleteFrom: null,
}

/**
 * Records objects that exist without a row. One that had gone is kept again with its old age; one that was deleted and
 * exists again is a new one.
 */
export async function upsertQuarantined(tx: Tx, objects: readonly SeenObject[], at: Date): Promise<void> {
  for (const object of objects)
    await tx
      .insert(quarantinedObjects)
      .values({ ...object, state: 'kept', firstSeenAt: at, seenAt: at })
      .onConflictDoUpdate({
        target: [quarantinedObjects.zoneId, quarantinedObjects.kind, quarantinedObjects.subject],
        set: {
          details: object.details,
          taggedOrganisationId: object.taggedOrganisationId,
          seenAt: at,
          state: sql`case when ${quarantinedObjects.state} in ('gone', 'deleted') then 'kept' else ${quarantinedObjects.state} end`,
          firstSeenAt: sql`case when ${quarantinedObjects.state} = 'deleted' then excluded.first_seen_at else ${quarantinedObjects.firstSeenAt} end`,
        },
      })
}

export async function listQuarantinedOfZone(tx: Tx, zoneId: Id<'zone'>): Promise<QuarantineRow[]> {
  return tx
    .select()
    .from(quarantinedObjects)
    .where(and(eq(quarantinedObjects.zoneId, zoneId), inArray(quarantinedObjects.state, [...open])))
}

/**
 * Ends the quarantine of objects that no longer exist without a row, and voids decisions about them. Adopted ones stay.
 */
export async function endQuarantine(tx: Tx, ids: readonly Id<'quarantine'>[], at: Date): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(quarantinedObjects)
    .set({ ...undecided, state: 'gone', seenAt: at })
    .where(
      and(
        inArray(quarantinedObjects.id, [...ids]),
        inArray(quarantinedObjects.state, ['kept', 'proposed', 'confirmed']),
      ),
    )
}

/**
 * Returns the agreed deletion of this object and locks it, so that it cannot be taken back meanwhile. From then on the
 * object is not adopted for a while.
 */
export async function lockAgreed(
  tx: Tx,
  object: Pick<QuarantineRow, 'zoneId' | 'kind' | 'subject'>,
  now: Date,
): Promise<QuarantineRow | null> {
  const [row] = await tx
    .update(quarantinedObjects)
    .set({ removingAt: now })
    .where(
      and(
        eq(quarantinedObjects.zoneId, object.zoneId),
        eq(quarantinedObjects.kind, object.kind),
        eq(quarantinedObjects.subject, object.subject),
        eq(quarantinedObjects.state, 'confirmed'),
        sql`${quarantinedObjects.deleteFrom} <= ${now.toISOString()}::timestamptz`,
      ),
    )
    .returning()
  return row ?? null
}

/** Ends the quarantine of an object that has its rows now, also of one that was adopted without. */
export async function explainQuarantined(tx: Tx, id: Id<'quarantine'>, at: Date): Promise<void> {
  await updateQuarantined(tx, id, { ...undecided, state: 'gone', seenAt: at })
}

export async function markRemoved(tx: Tx, id: Id<'quarantine'>, at: Date): Promise<void> {
  await tx
    .update(quarantinedObjects)
    .set({ state: 'deleted', seenAt: at })
    .where(eq(quarantinedObjects.id, id))
}

export async function lockQuarantined(tx: Tx, id: Id<'quarantine'>): Promise<QuarantineRow | null> {
  const [row] = await tx.select().from(quarantinedObjects).where(eq(quarantinedObjects.id, id)).for('update')
  return row ?? null
}

export async function updateQuarantined(
  tx: Tx,
  id: Id<'quarantine'>,
  set: Partial<typeof quarantinedObjects.$inferInsert>,
): Promise<void> {
  await tx.update(quarantinedObjects).set(set).where(eq(quarantinedObjects.id, id))
}

/** Existing objects by age, then recent decisions; with the zone and the name of the tagged organisation. */
export async function listQuarantined(tx: Tx, limit: number) {
  return tx
    .select({
      object: quarantinedObjects,
      zoneCode: zones.code,
      zoneName: zones.name,
      organisationName: organisations.legalName,
    })
    .from(quarantinedObjects)
    .innerJoin(zones, eq(zones.id, quarantinedObjects.zoneId))
    .leftJoin(organisations, eq(organisations.id, sql`${quarantinedObjects.taggedOrganisationId}`))
    .orderBy(
      sql`(${inArray(quarantinedObjects.state, ['kept', 'proposed', 'confirmed'])}) desc`,
      asc(quarantinedObjects.firstSeenAt),
      desc(quarantinedObjects.id),
    )
    .limit(limit)
}
