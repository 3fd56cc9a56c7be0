import { and, count, desc, eq, gte, isNotNull, lt, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Tx } from '~/db/client'
import { hasId } from '~/db/expressions/has-id'
import { accounts, organisations, staffAccounts } from '~/db/schema/identity/identity'
import { auditEvents } from '~/db/schema/operations'
import { orders } from '~/db/schema/ordering/ordering'
import { instances, volumes } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

export type JournalFilter = {
  event: string | null
  actorId: string | null
  from: Date | null
  to: Date | null
}
export type JournalPage = { limit: number; offset: number }

function matching(scope: SQL, { event, actorId, from, to }: JournalFilter) {
  return and(
    scope,
    event ? eq(auditEvents.event, event) : undefined,
    actorId ? eq(auditEvents.actorId, actorId) : undefined,
    from ? gte(auditEvents.occurredAt, from) : undefined,
    to ? lt(auditEvents.occurredAt, to) : undefined,
  )
}

const columns = {
  id: auditEvents.id,
  event: auditEvents.event,
  actorKind: auditEvents.actorKind,
  actorId: auditEvents.actorId,
  actorLabel: auditEvents.actorLabel,
  accountName: accounts.fullName,
  accountEmail: accounts.email,
  subjectKind: auditEvents.subjectKind,
  subjectId: auditEvents.subjectId,
  details: auditEvents.details,
  ip: auditEvents.ip,
  occurredAt: auditEvents.occurredAt,
  sequence: auditEvents.sequence,
}

/** The last entry of the previous page. The instant is PostgreSQL's text, exact to the microsecond. */
export type JournalCursor = { at: string; id: string }

const after = (cursor: JournalCursor | null) =>
  cursor
    ? sql`(${auditEvents.occurredAt}, ${auditEvents.id}) < (${cursor.at}::timestamptz, ${cursor.id})`
    : undefined

/** Up to `limit` entries after `cursor`, newest first, with their place in the chain, for reading the whole trail. */
export async function listJournalAfter(
  tx: Tx,
  organisationId: string | null,
  filter: JournalFilter,
  { cursor, limit }: { cursor: JournalCursor | null; limit: number },
) {
  return tx
    .select({
      ...columns,
      at: sql<string>`${auditEvents.occurredAt}::text`,
      hash: auditEvents.hash,
      organisationId: auditEvents.organisationId,
    })
    .from(auditEvents)
    .leftJoin(accounts, eq(accounts.id, sql`${auditEvents.actorId}`))
    .where(and(matching(scopeOf(organisationId), filter), after(cursor)))
    .orderBy(desc(auditEvents.occurredAt), desc(auditEvents.id))
    .limit(limit)
}

/** The kinds of events in the organisation's audit trail, for the filter. */
export async function listJournalEvents(tx: Tx, organisationId: Id<'organisation'>): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ event: auditEvents.event })
    .from(auditEvents)
    .where(eq(auditEvents.organisationId, organisationId))
    .orderBy(auditEvents.event)
  return rows.map(({ event }) => event)
}

/** Entries of one organisation, newest first; servers, volumes and orders with their current names. */
export async function listJournal(
  tx: Tx,
  organisationId: Id<'organisation'>,
  filter: JournalFilter,
  page: JournalPage,
) {
  const name = sql<string | null>`coalesce(${instances.name}, ${volumes.name}, ${orders.number})`
  return tx
    .select({ ...columns, subjectName: name })
    .from(auditEvents)
    .leftJoin(accounts, eq(accounts.id, sql`${auditEvents.actorId}`))
    .leftJoin(instances, eq(instances.id, sql`${auditEvents.subjectId}`))
    .leftJoin(volumes, eq(volumes.id, sql`${auditEvents.subjectId}`))
    .leftJoin(orders, eq(orders.id, sql`${auditEvents.subjectId}`))
    .where(matching(eq(auditEvents.organisationId, organisationId), filter))
    .orderBy(desc(auditEvents.occurredAt), desc(auditEvents.id))
    .limit(page.limit)
    .offset(page.offset)
}

export async function countJournal(
  tx: Tx,
  organisationId: Id<'organisation'>,
  filter: JournalFilter,
): Promise<number> {
  const [row] = await tx
    .select({ total: count() })
    .from(auditEvents)
    .where(matching(eq(auditEvents.organisationId, organisationId), filter))
  return row?.total ?? 0
}

/** People with entries in the organisation, for the filter. */
export async function listJournalActors(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .selectDistinct({ id: accounts.id, fullName: accounts.fullName })
    .from(auditEvents)
    .innerJoin(accounts, eq(accounts.id, sql`${auditEvents.actorId}`))
    .where(and(eq(auditEvents.organisationId, organisationId), eq(auditEvents.actorKind, 'account')))
    .orderBy(accounts.fullName)
    .limit(200)
}

const subjectStaff = alias(staffAccounts, 'subject_staff')
const subjectAccount = alias(accounts, 'subject_account')

/** All entries, for the operator's auditors; optionally of one organisation. People are named as subjects too. */
export async function listAllEvents(
  tx: Tx,
  organisationId: string | null,
  filter: JournalFilter,
  page: JournalPage,
) {
  return tx
    .select({
      ...columns,
      staffName: staffAccounts.fullName,
      organisationName: organisations.legalName,
      subjectName: sql<string | null>`coalesce(${subjectStaff.fullName}, ${subjectAccount.fullName})`,
    })
    .from(auditEvents)
    .leftJoin(accounts, eq(accounts.id, sql`${auditEvents.actorId}`))
    .leftJoin(staffAccounts, eq(staffAccounts.id, sql`${auditEvents.actorId}`))
    .leftJoin(organisations, eq(organisations.id, auditEvents.organisationId))
    .leftJoin(subjectStaff, eq(subjectStaff.id, sql`${auditEvents.subjectId}`))
    .leftJoin(subjectAccount, eq(subjectAccount.id, sql`${auditEvents.subjectId}`))
    .where(matching(scopeOf(organisationId), filter))
    .orderBy(desc(auditEvents.occurredAt), desc(auditEvents.id))
    .limit(page.limit)
    .offset(page.offset)
}

export async function countAllEvents(
  tx: Tx,
  organisationId: string | null,
  filter: JournalFilter,
): Promise<number> {
  const [row] = await tx
    .select({ total: count() })
    .from(auditEvents)
    .where(matching(scopeOf(organisationId), filter))
  return row?.total ?? 0
}

function scopeOf(organisationId: string | null): SQL {
  return organisationId
    ? hasId(auditEvents.organisationId, 'organisation', organisationId)
    : isNotNull(auditEvents.id)
}
