import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { serviceCreditLines, serviceCredits } from '~/db/schema/billing/service-credits'
import type { Id } from '~/lib/kernel/ids'
import { isOfReplacement } from '../../queries/replacements'

export type ServiceCreditRow = typeof serviceCredits.$inferSelect

/** Credits of a month, in order of creation. */
export async function listCreditsOfMonth(
  tx: Tx,
  organisationId: Id<'organisation'>,
  period: string,
): Promise<ServiceCreditRow[]> {
  return tx
    .select()
    .from(serviceCredits)
    .where(and(eq(serviceCredits.organisationId, organisationId), eq(serviceCredits.period, period)))
    .orderBy(serviceCredits.id)
}

/**
 * Rows per statement: PostgreSQL accepts 65,534 parameters, and an organisation may have tens of thousands of
 * resources.
 */
const rowsAtOnce = 2_000

export async function insertCredits(
  tx: Tx,
  rows: readonly (typeof serviceCredits.$inferInsert)[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await tx.insert(serviceCredits).values(rows.slice(from, from + rowsAtOnce))
}

export async function findCreditForUpdate(tx: Tx, id: Id<'serviceCredit'>): Promise<ServiceCreditRow | null> {
  const [row] = await tx.select().from(serviceCredits).where(eq(serviceCredits.id, id)).for('update')
  return row ?? null
}

export async function findCreditOrganisation(
  tx: Tx,
  id: Id<'serviceCredit'>,
): Promise<Id<'organisation'> | null> {
  const [row] = await tx
    .select({ organisationId: serviceCredits.organisationId })
    .from(serviceCredits)
    .where(eq(serviceCredits.id, id))
  return row?.organisationId ?? null
}

export async function updateCredit(
  tx: Tx,
  id: Id<'serviceCredit'>,
  set: Partial<typeof serviceCredits.$inferInsert>,
): Promise<void> {
  await tx.update(serviceCredits).set(set).where(eq(serviceCredits.id, id))
}

export async function supersedeCredits(tx: Tx, ids: readonly Id<'serviceCredit'>[]): Promise<void> {
  for (let from = 0; from < ids.length; from += rowsAtOnce)
    await tx
      .update(serviceCredits)
      .set({ state: 'superseded' })
      .where(inArray(serviceCredits.id, ids.slice(from, from + rowsAtOnce)))
}

/** Updates the amount on documents of each credit: the full amount grants it, less carries it over. */
export async function updateUsedCredits(
  tx: Tx,
  used: readonly { id: Id<'serviceCredit'>; usedCents: bigint }[],
  now: Date,
): Promise<void> {
  if (used.length === 0) return
  const rows = JSON.stringify(used.map(({ id, usedCents }) => ({ id, cents: usedCents.toString() })))
  await tx.execute(sql`
    update service_credits c set used_cents = u.cents,
      state = case when u.cents = c.amount_cents then 'granted' else 'carried' end,
      granted_at = case when u.cents = c.amount_cents then ${now.toISOString()}::timestamptz end
    from json_to_recordset(${rows}::json) as u(id text, cents bigint) where c.id = u.id`)
}

export async function insertCreditLines(
  tx: Tx,
  rows: readonly (typeof serviceCreditLines.$inferInsert)[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await tx.insert(serviceCreditLines).values(rows.slice(from, from + rowsAtOnce))
}

/** How the credit of a month was computed: the reduced price without VAT, and the measurement against its objective. */
export type CreditCalculation = {
  basisPoints: number
  priceCents: string
  creditCents: string
  availabilityPpm: number
  objectivePpm: number
}

export type OpenCreditRow = {
  id: Id<'serviceCredit'>
  period: string
  subjectId: string
  subjectKind: 'instance' | 'volume'
  name: string
  amountCents: string
  usedCents: string
  state: 'drafted' | 'carried'
  calculation: CreditCalculation | null
  reason: string | null
  projectId: Id<'project'> | null
  projectName: string | null
  costCentre: string | null
  documentReferences: Record<string, string> | null
}

/**
 * Of credit `c` with assessment `a`: null when its amount is the difference to earlier credits, or is limited by earlier
 * credit notes.
 */
const calculationOf = sql`case when c.amount_cents = a.credit_cents
    and a.credit_cents = (2 * a.price_cents * (a.evidence::json #>> '{credit,reductionBasisPoints}')::int + 10000) / 20000
  then json_build_object('creditCents', a.credit_cents::text,
  'basisPoints', (a.evidence::json #>> '{credit,reductionBasisPoints}')::int, 'priceCents', a.price_cents::text,
  'availabilityPpm', a.availability_ppm, 'objectivePpm', a.objective_ppm) end`

/** The calculations of a month's credits, by credit. */
export async function listCalculations(
  tx: Tx,
  organisationId: Id<'organisation'>,
  period: string,
): Promise<Map<Id<'serviceCredit'>, CreditCalculation>> {
  const rows = await tx.execute<{ id: Id<'serviceCredit'>; calculation: CreditCalculation | null }>(sql`
    select c.id, ${calculationOf} as calculation from service_credits c join sla_assessments a on a.id = c.assessment_id
    where c.organisation_id = ${organisationId} and c.period = ${period}`)
  return new Map(rows.flatMap(({ id, calculation }) => (calculation ? [[id, calculation] as const] : [])))
}

/**
 * Credits to be put on documents, of months up to this one, oldest first, with where their month's usage was billed.
 */
export async function listOpenCredits(
  tx: Tx,
  organisationId: Id<'organisation'>,
  untilPeriod: string,
): Promise<OpenCreditRow[]> {
  const rows = await tx.execute<OpenCreditRow>(sql`
    select c.id, c.period, c.subject_id as "subjectId", c.subject_kind as "subjectKind",
      coalesce(i.name, v.name, c.subject_id) as name, c.amount_cents::text as "amountCents", c.used_cents::text as "usedCents",
      c.state, ${calculationOf} as calculation, a.reason, l.project_id as "projectId", l.project_name as "projectName", l.cost_centre as "costCentre",
      l.document_references as "documentReferences"
    from service_credits c join sla_assessments a on a.id = c.assessment_id
      left join instances i on i.id = c.subject_id left join volumes v on v.id = c.subject_id
      left join lateral (
        select l.* from billing_document_lines l join billing_documents d on d.id = l.document_id
        where l.organisation_id = c.organisation_id and l.usage_period = c.period and l.resource_id = c.subject_id
          and l.kind = 'usage' and d.kind = 'invoice' and d.state = 'final'
        order by l.document_id, l.position limit 1) l on true
    where c.organisation_id = ${organisationId} and c.state in ('drafted', 'carried') and c.period <= ${untilPeriod}
    order by c.period, c.id`)
  return [...rows]
}

export type IssuedUseRow = {
  documentId: Id<'invoice'>
  position: number
  kind: 'usage' | 'promotion'
  resourceId: string | null
  projectId: Id<'project'> | null
  costCentre: string | null
  documentReferences: Record<string, string> | null
  netCents: string
}

/** Usage lines of a month's invoices, and the promotions on them. */
export async function listIssuedUse(
  tx: Tx,
  organisationId: Id<'organisation'>,
  period: string,
): Promise<IssuedUseRow[]> {
  const wanted = sql`d.kind = 'invoice' and l.kind in ('usage', 'promotion')`
  return [...(await tx.execute<IssuedUseRow>(finalLines(organisationId, period, wanted)))]
}

export type CorrectedUseRow = Omit<IssuedUseRow, 'kind'> & { kind: IssuedUseRow['kind'] | 'service_credit' }

/**
 * Credited usage of a month, with the promotions and reductions that the credit notes took back with it. Reductions
 * granted by credit notes are positive and not included.
 */
export async function listCorrectedUse(
  tx: Tx,
  organisationId: Id<'organisation'>,
  period: string,
): Promise<CorrectedUseRow[]> {
  const wanted = sql`d.kind = 'credit_note' and (l.kind in ('usage', 'promotion')
    or (l.kind = 'service_credit' and l.net_cents < 0 and l.usage_period = ${period}))`
  return [...(await tx.execute<CorrectedUseRow>(finalLines(organisationId, period, wanted)))]
}

const finalLines = (organisationId: Id<'organisation'>, period: string, wanted: SQL) => sql`
    select l.document_id as "documentId", l.position, l.kind, l.resource_id as "resourceId", l.project_id as "projectId",
      l.cost_centre as "costCentre", l.document_references as "documentReferences", l.net_cents::text as "netCents"
    from billing_documents d join billing_document_lines l on l.document_id = d.id
    where d.organisation_id = ${organisationId} and d.period = ${period} and d.state = 'final' and not ${isOfReplacement} and ${wanted}
    order by d.number, l.position`
