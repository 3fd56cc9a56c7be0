import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { ServiceCreditState } from '~/db/schema/billing/service-credits'
import { slaContests } from '~/db/schema/billing/service-credits'
import { tickets } from '~/db/schema/support'
import type { Id } from '~/lib/kernel/ids'

/** Assessed months of an organisation, latest first, with credits granted and pending. */
export async function listAssessedMonths(tx: Tx, organisationId: Id<'organisation'>, limit: number) {
  const rows = await tx.execute<{
    period: string
    resources: number
    breaches: number
    creditCents: string
  }>(sql`
    select m.period, count(a.id)::int as resources, count(a.id) filter (where a.credit_cents > 0)::int as breaches,
      coalesce(sum(a.credit_cents), 0)::text as "creditCents"
    from sla_assessed_months m
      left join (select distinct on (subject_id, period) * from sla_assessments
        where organisation_id = ${organisationId} order by subject_id, period, revision desc) a on a.period = m.period
    where m.organisation_id = ${organisationId} group by 1 order by 1 desc limit ${limit}`)
  return [...rows]
}

export type AssessedRow = {
  id: Id<'slaAssessment'>
  subjectId: string
  subjectKind: 'instance' | 'volume'
  name: string
  revision: number
  objectivePpm: number
  availabilityPpm: number | null
  downMs: string
  unknownMs: string
  excludedMs: string
  priceCents: string
  creditCents: string
  rate: { basisPoints: number; belowPpm: number | null } | null
  ticketId: Id<'ticket'> | null
}

const rateOf = sql`case when a.credit_cents > 0 then json_build_object('basisPoints', (a.evidence::json #>> '{credit,reductionBasisPoints}')::int,
  'belowPpm', nullif(a.evidence::json #>> '{credit,belowPpm}', 'objective')::int) end`

/** The newest revision of each resource in a month, breaches first, then by name; with the ticket that contests it. */
export async function listAssessedResources(
  tx: Tx,
  organisationId: Id<'organisation'>,
  period: string,
  limit: number,
): Promise<AssessedRow[]> {
  const rows = await tx.execute<AssessedRow>(sql`
    select a.id, a.subject_id as "subjectId", a.subject_kind as "subjectKind", coalesce(i.name, v.name, a.subject_id) as name,
      a.revision, a.objective_ppm as "objectivePpm", a.availability_ppm as "availabilityPpm", a.down_ms::text as "downMs",
      a.unknown_ms::text as "unknownMs", a.excluded_ms::text as "excludedMs", a.price_cents::text as "priceCents",
      a.credit_cents::text as "creditCents",
      ${rateOf} as rate, (
        select c.ticket_id from sla_contests c join tickets t on t.id = c.ticket_id
        where c.subject_id = a.subject_id and c.period = a.period and t.state not in ('resolved', 'closed') limit 1) as "ticketId"
    from (select distinct on (subject_id) * from sla_assessments
      where organisation_id = ${organisationId} and period = ${period} order by subject_id, revision desc) a
      left join instances i on i.id = a.subject_id left join volumes v on v.id = a.subject_id
    order by (a.credit_cents > 0) desc, 4, a.id limit ${limit}`)
  return [...rows]
}

export type CalculationRow = Pick<AssessedRow, 'subjectId' | 'priceCents' | 'creditCents' | 'rate'>

/** How the credit of each of these resources was computed, in the newest revision of a month. */
export async function listCalculationsOf(
  tx: Tx,
  subjectIds: readonly string[],
  period: string,
): Promise<CalculationRow[]> {
  if (subjectIds.length === 0) return []
  const rows = await tx.execute<CalculationRow>(sql`
    select distinct on (a.subject_id) a.subject_id as "subjectId", a.price_cents::text as "priceCents",
      a.credit_cents::text as "creditCents", ${rateOf} as rate
    from sla_assessments a
    where a.period = ${period} and a.subject_id in (select json_array_elements_text(${JSON.stringify(subjectIds)}::json))
    order by a.subject_id, a.revision desc`)
  return [...rows]
}

export type CreditRow = {
  id: Id<'serviceCredit'>
  assessmentId: Id<'slaAssessment'>
  organisationId: Id<'organisation'>
  subjectId: string
  subjectKind: 'instance' | 'volume'
  name: string
  period: string
  revision: number
  amountCents: string
  usedCents: string
  state: ServiceCreditState
  decisionReason: string | null
  documents: { id: Id<'invoice'>; number: string }[]
}

const creditColumns = sql`
  c.id, c.assessment_id as "assessmentId", c.organisation_id as "organisationId", c.subject_id as "subjectId",
  c.subject_kind as "subjectKind", coalesce(i.name, v.name, c.subject_id) as name, c.period, a.revision,
  c.amount_cents::text as "amountCents", c.used_cents::text as "usedCents", c.state, c.decision_reason as "decisionReason",
  coalesce((select json_agg(distinct jsonb_build_object('id', d.id, 'number', d.number))
    from service_credit_lines l join billing_documents d on d.id = l.document_id where l.credit_id = c.id), '[]') as documents`
const creditTables = sql`
  service_credits c join sla_assessments a on a.id = c.assessment_id
    left join instances i on i.id = c.subject_id left join volumes v on v.id = c.subject_id`

/** Credits drafted, granted and charged back for a month, revision by revision. */
export async function listMonthCredits(
  tx: Tx,
  organisationId: Id<'organisation'>,
  period: string,
): Promise<CreditRow[]> {
  const rows = await tx.execute<CreditRow>(sql`
    select ${creditColumns} from ${creditTables}
    where c.organisation_id = ${organisationId} and c.period = ${period} order by name, a.revision, c.id`)
  return [...rows]
}

export type StaffCreditRow = CreditRow & {
  organisation: string
  requestedByStaffId: Id<'staff'> | null
  reason: string | null
  objectivePpm: number
  availabilityPpm: number | null
  priceCents: string
  decidedBy: string | null
}

export type CreditFilter = { period: string | null; state: ServiceCreditState | null }

/** Credits of all organisations: those waiting for an officer first, then the latest. */
export async function listCredits(tx: Tx, filter: CreditFilter, limit: number): Promise<StaffCreditRow[]> {
  const rows = await tx.execute<StaffCreditRow>(sql`
    select ${creditColumns}, o.legal_name as organisation, c.requested_by_staff_id as "requestedByStaffId", a.reason,
      a.objective_ppm as "objectivePpm", a.availability_ppm as "availabilityPpm", a.price_cents::text as "priceCents",
      s.full_name as "decidedBy"
    from ${creditTables} join organisations o on o.id = c.organisation_id
      left join staff_accounts s on s.id = c.decided_by_staff_id
    where ${filter.period === null ? sql`true` : sql`c.period = ${filter.period}`}
      and ${filter.state === null ? sql`c.state <> 'superseded'` : sql`c.state = ${filter.state}`}
    order by (c.state = 'awaiting_confirmation') desc, c.period desc, c.id desc limit ${limit}`)
  return [...rows]
}

/** Credits due and granted by month, latest first. */
export async function listCreditMonths(tx: Tx, limit: number) {
  const rows = await tx.execute<{
    period: string
    credits: number
    openCents: string
    grantedCents: string
  }>(sql`
    select period, count(*)::int as credits,
      coalesce(sum(amount_cents - used_cents) filter (where state in ('drafted', 'carried', 'awaiting_confirmation')), 0)::text as "openCents",
      sum(used_cents)::text as "grantedCents"
    from service_credits where state <> 'superseded' group by 1 order by 1 desc limit ${limit}`)
  return [...rows]
}

/** Organisations with a month that can be assessed again. */
export async function listAssessedOrganisations(tx: Tx, limit: number) {
  const rows = await tx.execute<{ organisationId: Id<'organisation'>; name: string; period: string }>(sql`
    select m.organisation_id as "organisationId", o.legal_name as name, m.period
    from sla_assessed_months m join organisations o on o.id = m.organisation_id
    where exists (select 1 from sla_assessments a where a.organisation_id = m.organisation_id and a.period = m.period)
    order by m.period desc, o.legal_name limit ${limit}`)
  return [...rows]
}

/** Serialises contests of this resource's month until `tx` ends. */
export async function lockContest(tx: Tx, subjectId: string, period: string): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`sla_contest ${subjectId} ${period}`}, 0))`,
  )
}

/** The unresolved ticket that contests this resource's month. */
export async function findOpenContest(
  tx: Tx,
  subjectId: string,
  period: string,
): Promise<Id<'ticket'> | null> {
  const [row] = await tx
    .select({ ticketId: slaContests.ticketId })
    .from(slaContests)
    .innerJoin(tickets, eq(tickets.id, slaContests.ticketId))
    .where(
      and(
        eq(slaContests.subjectId, subjectId),
        eq(slaContests.period, period),
        sql`${tickets.state} not in ('resolved', 'closed')`,
      ),
    )
    .orderBy(desc(slaContests.contestedAt), asc(slaContests.ticketId))
    .limit(1)
  return row?.ticketId ?? null
}

export async function insertContest(tx: Tx, row: typeof slaContests.$inferInsert): Promise<void> {
  await tx.insert(slaContests).values(row)
}
