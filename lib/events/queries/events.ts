import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { eventPublication, organisationEvents } from '~/db/schema/events'
import { auditEvents } from '~/db/schema/operations'
import type { Id } from '~/lib/kernel/ids'

export type EventRow = typeof organisationEvents.$inferSelect

/** A statement accepts 65,534 parameters, and a row has thirteen. */
const rowsAtOnce = 2_000

export async function insertEvents(tx: Tx, rows: readonly EventRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await tx.insert(organisationEvents).values(rows.slice(from, from + rowsAtOnce))
}

/** Whether the audit log or an emitted event waits to be published. */
export async function hasUnpublished(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ waits: boolean }>(sql`select
    exists (select from ${organisationEvents} where position is null)
    or exists (select from ${auditEvents} a, ${eventPublication} p where a.sequence > p.sequence) as waits`)
  return row?.waits ?? false
}

/** Locks the publication until the transaction ends; null while another worker publishes. */
export async function lockPublication(tx: Tx) {
  const [row] = await tx
    .select({ sequence: eventPublication.sequence, position: eventPublication.position })
    .from(eventPublication)
    .for('update', { skipLocked: true })
  return row ?? null
}

export async function updatePublication(tx: Tx, set: { sequence: bigint; position: bigint }): Promise<void> {
  await tx.update(eventPublication).set(set)
}

/** Entries of the audit log after a sequence, in order. */
export async function listAudited(tx: Tx, after: bigint, limit: number) {
  return tx
    .select()
    .from(auditEvents)
    .where(gt(auditEvents.sequence, after))
    .orderBy(asc(auditEvents.sequence))
    .limit(limit)
}

/** Emitted events without a position, the oldest first. */
export async function listUnpublished(tx: Tx, limit: number): Promise<EventRow[]> {
  return tx
    .select()
    .from(organisationEvents)
    .where(isNull(organisationEvents.position))
    .orderBy(asc(organisationEvents.occurredAt), asc(organisationEvents.id))
    .limit(limit)
}

export async function setPositions(
  tx: Tx,
  rows: readonly Pick<EventRow, 'id' | 'position'>[],
): Promise<void> {
  if (rows.length === 0) return
  const list = JSON.stringify(rows.map(({ id, position }) => ({ id, position: String(position) })))
  await tx.execute(sql`
    update organisation_events e set position = l.position
    from jsonb_to_recordset(${list}::jsonb) as l(id text, position bigint) where e.id = l.id`)
}

export type EventFilter = {
  types: readonly string[]
  projectId: Id<'project'> | null
  after: bigint | null
  from: Date | null
  until: Date | null
}

function matching(organisationId: Id<'organisation'>, filter: EventFilter): SQL | undefined {
  return and(
    eq(organisationEvents.organisationId, organisationId),
    isNotNull(organisationEvents.position),
    inArray(organisationEvents.type, [...filter.types]),
    filter.projectId ? eq(organisationEvents.projectId, filter.projectId) : undefined,
    filter.after === null ? undefined : gt(organisationEvents.position, filter.after),
    filter.from ? gte(organisationEvents.occurredAt, filter.from) : undefined,
    filter.until ? lt(organisationEvents.occurredAt, filter.until) : undefined,
  )
}

/** Published events of the organisation in their order, the oldest first. */
export async function listEvents(
  tx: Tx,
  organisationId: Id<'organisation'>,
  filter: EventFilter,
  limit: number,
): Promise<EventRow[]> {
  if (filter.types.length === 0) return []
  return tx
    .select()
    .from(organisationEvents)
    .where(matching(organisationId, filter))
    .orderBy(asc(organisationEvents.position))
    .limit(limit)
}

/** The position of an event of the organisation that is still kept; null otherwise. */
export async function findPosition(
  tx: Tx,
  organisationId: Id<'organisation'>,
  id: Id<'event'>,
): Promise<bigint | null> {
  const [row] = await tx
    .select({ position: organisationEvents.position })
    .from(organisationEvents)
    .where(and(eq(organisationEvents.organisationId, organisationId), eq(organisationEvents.id, id)))
  return row?.position ?? null
}

/** Deletes published events that happened before `before`. */
export async function pruneEvents(tx: Tx, before: Date): Promise<void> {
  await tx
    .delete(organisationEvents)
    .where(and(lt(organisationEvents.occurredAt, before), isNotNull(organisationEvents.position)))
}
