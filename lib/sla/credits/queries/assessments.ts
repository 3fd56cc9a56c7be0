import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { slaAssessedMonths, slaAssessments, slaClosedPeriods } from '~/db/schema/billing/service-credits'
import type { Id } from '~/lib/kernel/ids'

export type AssessmentRow = typeof slaAssessments.$inferSelect

export type LatestRevision = {
  subjectId: string
  revision: number
  evidenceSha256: string
  priceCents: bigint
}

/** The newest revision of every resource in a month. */
export async function listLatestRevisions(
  tx: Tx,
  organisationId: Id<'organisation'>,
  period: string,
): Promise<LatestRevision[]> {
  return tx
    .selectDistinctOn([slaAssessments.subjectId], {
      subjectId: slaAssessments.subjectId,
      revision: slaAssessments.revision,
      evidenceSha256: slaAssessments.evidenceSha256,
      priceCents: slaAssessments.priceCents,
    })
    .from(slaAssessments)
    .where(and(eq(slaAssessments.organisationId, organisationId), eq(slaAssessments.period, period)))
    .orderBy(slaAssessments.subjectId, desc(slaAssessments.revision))
}

/** The amounts in the newest revision of these resources' month. */
export async function listAssessedPrices(tx: Tx, subjectIds: readonly string[], period: string) {
  if (subjectIds.length === 0) return []
  return tx
    .selectDistinctOn([slaAssessments.subjectId], {
      subjectId: slaAssessments.subjectId,
      priceCents: slaAssessments.priceCents,
      creditCents: slaAssessments.creditCents,
    })
    .from(slaAssessments)
    .where(and(inArray(slaAssessments.subjectId, [...subjectIds]), eq(slaAssessments.period, period)))
    .orderBy(slaAssessments.subjectId, desc(slaAssessments.revision))
}

/** A row has more than twenty parameters. */
const rowsAtOnce = 1_000

export async function insertAssessments(
  tx: Tx,
  rows: readonly (typeof slaAssessments.$inferInsert)[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await tx.insert(slaAssessments).values(rows.slice(from, from + rowsAtOnce))
}

/** Records the time of the latest assessment of the month. */
export async function markAssessed(
  tx: Tx,
  month: { organisationId: Id<'organisation'>; period: string; assessedAt: Date },
): Promise<void> {
  await tx
    .insert(slaAssessedMonths)
    .values(month)
    .onConflictDoUpdate({
      target: [slaAssessedMonths.organisationId, slaAssessedMonths.period],
      set: { assessedAt: month.assessedAt },
    })
}

/**
 * Organisations with a server or volume by the end of a month that is not assessed yet; none while there is no seller.
 */
export async function listUnassessed(
  tx: Tx,
  period: string,
  end: Date,
  limit: number,
): Promise<Id<'organisation'>[]> {
  const rows = await tx.execute<{ id: Id<'organisation'> }>(sql`
    select o.id from organisations o
    where exists (select 1 from billing_sellers) and (exists (select 1 from instances i where i.organisation_id = o.id and i.created_at < ${end.toISOString()}::timestamptz)
        or exists (select 1 from volumes v where v.organisation_id = o.id and v.created_at < ${end.toISOString()}::timestamptz))
      and not exists (select 1 from sla_assessed_months m where m.organisation_id = o.id and m.period = ${period})
    order by o.id limit ${limit}`)
  return rows.map(({ id }) => id)
}

/** Whether the month is assessed for every organisation with resources by its end. */
export async function isPeriodClosed(tx: Tx, period: string): Promise<boolean> {
  const rows = await tx
    .select({ period: slaClosedPeriods.period })
    .from(slaClosedPeriods)
    .where(eq(slaClosedPeriods.period, period))
  return rows.length > 0
}

/** Closes the month for the automatic assessment; does nothing while there is no seller. */
export async function closePeriod(tx: Tx, period: string, closedAt: Date): Promise<void> {
  await tx.execute(sql`
    insert into sla_closed_periods (period, closed_at)
    select ${period}, ${closedAt.toISOString()}::timestamptz where exists (select 1 from billing_sellers)
    on conflict do nothing`)
}

export type MonthToReassess = {
  organisationId: Id<'organisation'>
  period: string
  isAssessed: boolean
  noteIds: string[]
}

/** Months to assess again: their facts changed since, or staff requested it. */
export async function listMonthsToReassess(tx: Tx, limit: number): Promise<MonthToReassess[]> {
  const rows = await tx.execute<MonthToReassess>(sql`
    select organisation_id as "organisationId", period, array_remove(array_agg(note), null) as "noteIds",
      exists (select 1 from sla_assessed_months a where a.organisation_id = m.organisation_id and a.period = m.period) as "isAssessed"
    from (
      select organisation_id, period, id::text as note from sla_overtaken_months
      union all select organisation_id, period, null from sla_assessed_months where requested_at > assessed_at
    ) m group by 1, 2 order by 2, 1 limit ${limit}`)
  return [...rows]
}

/** Deletes processed notes; one added since stays. */
export async function deleteReassessmentNotes(tx: Tx, noteIds: readonly string[]): Promise<void> {
  await tx.execute(
    sql`delete from sla_overtaken_months where id = any(string_to_array(${noteIds.join(',')}, ',')::bigint[])`,
  )
}

export async function findAssessedMonth(tx: Tx, organisationId: Id<'organisation'>, period: string) {
  const [row] = await tx
    .select()
    .from(slaAssessedMonths)
    .where(and(eq(slaAssessedMonths.organisationId, organisationId), eq(slaAssessedMonths.period, period)))
  return row ?? null
}

/** False when the month was never assessed. */
export async function requestAssessment(
  tx: Tx,
  request: {
    organisationId: Id<'organisation'>
    period: string
    requestedAt: Date
    requestReason: string
    requestedByStaffId: Id<'staff'>
  },
): Promise<boolean> {
  const { organisationId, period, ...asked } = request
  const rows = await tx
    .update(slaAssessedMonths)
    .set(asked)
    .where(and(eq(slaAssessedMonths.organisationId, organisationId), eq(slaAssessedMonths.period, period)))
    .returning({ period: slaAssessedMonths.period })
  return rows.length > 0
}

export async function findAssessment(tx: Tx, id: Id<'slaAssessment'>): Promise<AssessmentRow | null> {
  const [row] = await tx.select().from(slaAssessments).where(eq(slaAssessments.id, id))
  return row ?? null
}

/** Organisations, or the given one, with a server or volume by the end of a month, by name. */
export async function listAssessable(
  tx: Tx,
  end: Date,
  organisationId: Id<'organisation'> | null,
): Promise<{ id: Id<'organisation'>; name: string }[]> {
  const at = sql`${end.toISOString()}::timestamptz`
  const rows = await tx.execute<{ id: Id<'organisation'>; name: string }>(sql`
    select o.id, o.legal_name as name from organisations o
    where ${organisationId ? sql`o.id = ${organisationId}` : sql`true`}
      and (exists (select 1 from instances i where i.organisation_id = o.id and i.created_at < ${at})
        or exists (select 1 from volumes v where v.organisation_id = o.id and v.created_at < ${at}))
    order by o.legal_name, o.id`)
  return [...rows]
}
