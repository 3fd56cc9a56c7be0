import { and, asc, desc, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import {
  exportDocuments,
  exportPayments,
  exportScheduleRecipients,
  exportSchedules,
  scheduledExports,
} from '~/db/schema/billing/schedules'
import type { Id } from '~/lib/kernel/ids'

export type ScheduleRow = typeof exportSchedules.$inferSelect
export type ScheduledExportRow = typeof scheduledExports.$inferSelect

export async function insertSchedule(tx: Tx, row: typeof exportSchedules.$inferInsert): Promise<void> {
  await tx.insert(exportSchedules).values(row)
}

const shown = {
  id: exportSchedules.id,
  kind: exportSchedules.kind,
  format: exportSchedules.format,
  destination: exportSchedules.destination,
  endpoint: exportSchedules.endpoint,
  bucket: exportSchedules.bucket,
  prefix: exportSchedules.prefix,
  day: exportSchedules.day,
  pausedAt: exportSchedules.pausedAt,
  createdAt: exportSchedules.createdAt,
}

/** Active schedules, oldest first, without their secrets. */
export async function listSchedules(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select(shown)
    .from(exportSchedules)
    .where(and(eq(exportSchedules.organisationId, organisationId), isNull(exportSchedules.endedAt)))
    .orderBy(asc(exportSchedules.createdAt), asc(exportSchedules.id))
}

/** Deliveries of each month, latest month first. */
export async function listScheduledExports(
  tx: Tx,
  organisationId: Id<'organisation'>,
  limit: number,
): Promise<ScheduledExportRow[]> {
  return tx
    .select()
    .from(scheduledExports)
    .where(eq(scheduledExports.organisationId, organisationId))
    .orderBy(desc(scheduledExports.period), asc(scheduledExports.scheduleId))
    .limit(limit)
}

/** Changes the active schedule with this id, and returns it without its secret; null without one. */
export async function updateSchedule(
  tx: Tx,
  organisationId: Id<'organisation'>,
  id: Id<'exportSchedule'>,
  set: Partial<Pick<ScheduleRow, 'format' | 'day' | 'pausedAt' | 'resumedAt' | 'endedAt'>>,
  onlyIf: 'active' | 'running' | 'paused' = 'active',
) {
  const inState = {
    active: undefined,
    running: isNull(exportSchedules.pausedAt),
    paused: isNotNull(exportSchedules.pausedAt),
  }[onlyIf]
  const [row] = await tx
    .update(exportSchedules)
    .set(set)
    .where(
      and(
        eq(exportSchedules.organisationId, organisationId),
        eq(exportSchedules.id, id),
        isNull(exportSchedules.endedAt),
        inState,
      ),
    )
    .returning(shown)
  return row ?? null
}

/** Recipients of active schedules, members who left included. */
export async function listRecipients(
  tx: Tx,
  organisationId: Id<'organisation'>,
  scheduleIds: readonly Id<'exportSchedule'>[],
) {
  return tx
    .select({
      scheduleId: exportScheduleRecipients.scheduleId,
      memberId: exportScheduleRecipients.memberId,
    })
    .from(exportScheduleRecipients)
    .where(
      and(
        eq(exportScheduleRecipients.organisationId, organisationId),
        inArray(exportScheduleRecipients.scheduleId, [...scheduleIds]),
      ),
    )
}

export async function replaceRecipients(
  tx: Tx,
  of: { organisationId: Id<'organisation'>; scheduleId: Id<'exportSchedule'> },
  memberIds: readonly Id<'member'>[],
): Promise<void> {
  await tx
    .delete(exportScheduleRecipients)
    .where(
      and(
        eq(exportScheduleRecipients.organisationId, of.organisationId),
        eq(exportScheduleRecipients.scheduleId, of.scheduleId),
      ),
    )
  if (memberIds.length > 0)
    await tx.insert(exportScheduleRecipients).values(memberIds.map((memberId) => ({ ...of, memberId })))
}

export type MissingMonth = Pick<ScheduleRow, 'id' | 'organisationId' | 'kind' | 'format' | 'locale'> & {
  period: string
}

/** The last month closed before `since`, by default when a schedule (`s`) was created: the first one it sends. */
const firstMonth = (
  column: SQL,
  since: SQL = sql`s.created_at`,
) => sql`(select max(${column}) from billed_months p
  where p.organisation_id = s.organisation_id and p.closed_at < ${since})`
/** A document (`d`) that a schedule (`s`) must send and has not. */
const isUnsentDocument = sql`d.organisation_id = s.organisation_id and d.state = 'final'
  and d.finalised_at >= coalesce(${firstMonth(sql`p.closed_at`)}, '-infinity')
  and not exists (select 1 from export_documents e where e.schedule_id = s.id and e.document_id = d.id)`
/** A payment allocation (`a`), recorded since the first month began, that a schedule (`s`) has not sent. */
const isUnsentPayment = sql`a.organisation_id = s.organisation_id
  and a.created_at >= coalesce((${firstMonth(sql`p.period`)} || '-01')::timestamp at time zone 'Europe/Paris', '-infinity')
  and not exists (select 1 from export_payments e where e.schedule_id = s.id and e.allocation_id = a.id)`

/**
 * Kinds with a file per calendar month, which contains everything known when it is created. Payments are selected by
 * recording time, other kinds by issue time of their documents.
 */
const ofCalendarMonth = sql`('accruals', 'usage_records')`

/**
 * From when a schedule (`s`) owes a file for each month. After a pause, the next file has what other kinds did not send meanwhile; a
 * file of a calendar month has that month alone, so none may be left out.
 */
const owesSince = sql`case when s.kind in ${ofCalendarMonth} then s.created_at else coalesce(s.resumed_at, s.created_at) end`

/** Whether a schedule (`s`) has something unsent of a month (`m`) that was not billed. */
const hasUnsent = sql`case
  when s.kind = 'usage_records' then false
  when s.kind = 'accruals' then exists (select 1 from billing_documents d join billing_document_lines l on l.document_id = d.id
    where d.organisation_id = s.organisation_id and d.state = 'final' and d.issued_on >= m.over and l.usage_period <= m.period)
  when s.kind = 'payments' then exists (select 1 from payment_allocations a
    where ${isUnsentPayment} and a.created_at < m.over::timestamp at time zone 'Europe/Paris'
    group by a.movement_id, a.card_payment_id, a.card_refund_id, a.occurred_on, a.created_at having sum(a.cents) <> 0)
  else exists (select 1 from billing_documents d where ${isUnsentDocument} and d.issued_on < m.over) end`

/**
 * Billed months that an active schedule has not sent and whose day was reached on `today`, from the last one before its
 * creation or, for kinds that catch up, the end of its last pause. Also the month before `today`, ten days into the next one, when it has unsent
 * content: an organisation that is no longer billed still receives its last credit notes and payments.
 */
export async function listMissingMonths(tx: Tx, today: string, limit: number): Promise<MissingMonth[]> {
  const rows = await tx.execute<MissingMonth>(sql`
    select s.id, s.organisation_id as "organisationId", s.kind, s.format, s.locale, b.period
    from export_schedules s join billed_months b on b.organisation_id = s.organisation_id
    where s.ended_at is null and s.paused_at is null
      and b.period >= coalesce(${firstMonth(sql`p.period`, owesSince)}, '')
      and (b.period || '-01')::date + interval '1 month' + (s.day - 1) * interval '1 day' <= ${today}::date
      and not exists (select 1 from scheduled_exports e where e.schedule_id = s.id and e.period = b.period)
    union
    select s.id, s.organisation_id, s.kind, s.format, s.locale, m.period
    from export_schedules s,
      (select to_char(${today}::date - interval '1 month', 'YYYY-MM') as period, date_trunc('month', ${today}::date)::date as over) m
    where s.ended_at is null and s.paused_at is null
      and ${today}::date >= m.over + greatest(10, s.day - 1) * interval '1 day' and ${hasUnsent}
      and not exists (select 1 from scheduled_exports e where e.schedule_id = s.id and e.period = m.period)
    order by id, period limit ${limit}`)
  return [...rows]
}

/** Assigns all unsent documents or payments of a schedule to this export, and to no other of the schedule. */
export async function claimUnsent(
  tx: Tx,
  { scheduleId, exportId }: { scheduleId: Id<'exportSchedule'>; exportId: Id<'export'> },
): Promise<void> {
  await tx.execute(sql`
    insert into export_documents (schedule_id, document_id, organisation_id, export_id)
    select s.id, d.id, d.organisation_id, ${exportId} from export_schedules s, billing_documents d
    where s.id = ${scheduleId} and s.kind <> 'payments' and s.kind not in ${ofCalendarMonth} and ${isUnsentDocument}
    on conflict do nothing`)
  await tx.execute(sql`
    insert into export_payments (schedule_id, allocation_id, organisation_id, export_id)
    select s.id, a.id, a.organisation_id, ${exportId} from export_schedules s, payment_allocations a
    where s.id = ${scheduleId} and s.kind = 'payments' and ${isUnsentPayment}
    on conflict do nothing`)
}

/** Releases the content of an export that was not delivered: it is unsent again. */
export async function releaseUnsent(tx: Tx, exportId: Id<'export'>): Promise<void> {
  await tx.delete(exportDocuments).where(eq(exportDocuments.exportId, exportId))
  await tx.delete(exportPayments).where(eq(exportPayments.exportId, exportId))
}

/** Whether a schedule determines the content of an export. */
export async function isOfSchedule(tx: Tx, exportId: Id<'export'>): Promise<boolean> {
  const rows = await tx.execute(sql`select 1 from scheduled_exports where export_id = ${exportId} limit 1`)
  return rows.length > 0
}

/** Returns whether this call claimed the month. */
export async function insertScheduledExport(
  tx: Tx,
  row: typeof scheduledExports.$inferInsert,
): Promise<boolean> {
  const made = await tx
    .insert(scheduledExports)
    .values(row)
    .onConflictDoNothing()
    .returning({ period: scheduledExports.period })
  return made.length === 1
}

/** Limit of concurrent deliveries. */
const perOrganisation = 3

/**
 * Leases up to `limit` due months until `until`. Organisations take turns, each with at most three months, counting
 * those in `busy` (in progress, by organisation), so that none waits for another's slow bucket. A paused schedule waits.
 */
export async function leaseScheduledExports(
  tx: Tx,
  now: Date,
  until: Date,
  { limit, busy }: { limit: number; busy: Readonly<Record<string, number>> },
) {
  const due = sql`e.next_attempt_at <= ${now.toISOString()}::timestamptz`
  const rows = await tx.execute<{
    scheduleId: Id<'exportSchedule'>
    organisationId: Id<'organisation'>
    period: string
  }>(sql`
    with turns as (
      select e.schedule_id, e.period, e.organisation_id, e.next_attempt_at,
        coalesce((${JSON.stringify(busy)}::jsonb ->> e.organisation_id)::int, 0)
          + row_number() over (partition by e.organisation_id order by e.next_attempt_at, e.schedule_id, e.period) as turn
      from scheduled_exports e join export_schedules s on s.id = e.schedule_id
      where ${due} and (s.paused_at is null or s.ended_at is not null)
    ), chosen as (
      select * from turns where turn <= ${perOrganisation} order by turn, next_attempt_at limit ${limit}
    ), taken as (
      select e.schedule_id, e.period from scheduled_exports e
      join chosen using (schedule_id, period) where ${due} for update of e skip locked
    )
    update scheduled_exports e set next_attempt_at = ${until.toISOString()}::timestamptz
    from taken where e.schedule_id = taken.schedule_id and e.period = taken.period
    returning e.schedule_id as "scheduleId", e.period, e.organisation_id as "organisationId"`)
  return [...rows]
}

/**
 * Locks a leased month while the lease is still ours, with its destination: read after the lock, because the schedule
 * may have ended during the wait.
 */
export async function lockScheduledExport(
  tx: Tx,
  of: { scheduleId: Id<'exportSchedule'>; period: string; leasedUntil: Date },
): Promise<{ month: ScheduledExportRow; schedule: ScheduleRow } | null> {
  const [month] = await tx
    .select()
    .from(scheduledExports)
    .where(
      and(
        eq(scheduledExports.scheduleId, of.scheduleId),
        eq(scheduledExports.period, of.period),
        eq(scheduledExports.nextAttemptAt, of.leasedUntil),
      ),
    )
    .for('update')
  if (!month) return null
  const [schedule] = await tx.select().from(exportSchedules).where(eq(exportSchedules.id, of.scheduleId))
  return schedule ? { month, schedule } : null
}

export async function updateScheduledExport(
  tx: Tx,
  { scheduleId, period }: Pick<ScheduledExportRow, 'scheduleId' | 'period'>,
  set: Partial<ScheduledExportRow>,
): Promise<void> {
  await tx
    .update(scheduledExports)
    .set(set)
    .where(and(eq(scheduledExports.scheduleId, scheduleId), eq(scheduledExports.period, period)))
}
