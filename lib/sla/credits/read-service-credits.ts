import { withOrganisation, withStaff } from '~/db/client'
import type { ServiceCreditState } from '~/db/schema/billing/service-credits'
import { authorize, authorizeStaff, readSamePeople } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type AssessmentRow, findAssessment } from './queries/assessments'
import * as queries from './queries/service-credits'
import type { AssessedMonthView, ServiceCreditDeskView, ServiceCreditsView, ServiceCreditView } from './views'

/** Ten years, as long as books are kept. */
const monthsShown = 120
/** Older months are no longer announced. */
const monthsAnnounced = 2
/** Breaches come first, so rows cut off have kept their objective. */
const resourcesShown = 500
const creditsShown = 300

/** The newest of the recently assessed months with a credit; null without one. */
export async function findLatestCredits(ctx: OpContext): Promise<AssessedMonthView | null> {
  authorize(ctx, 'billing:view')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const months = await queries.listAssessedMonths(tx, organisationId, monthsAnnounced)
    return months.find(({ breaches }) => breaches > 0) ?? null
  })
}

/** The result and credits of each resource in a month; by default the last assessed month. */
export async function readServiceCredits(
  ctx: OpContext,
  input: { period: string | null },
): Promise<ServiceCreditsView> {
  authorize(ctx, 'billing:view')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const months = await queries.listAssessedMonths(tx, organisationId, monthsShown)
    const period = months.find((month) => month.period === input.period)?.period ?? months[0]?.period ?? null
    if (period === null) return { months, period, resources: [] }
    const rows = await queries.listAssessedResources(tx, organisationId, period, resourcesShown)
    const credits = groupedBy(
      await queries.listMonthCredits(tx, organisationId, period),
      ({ subjectId }) => subjectId,
    )
    return {
      months,
      period,
      resources: rows.map(({ id, downMs, unknownMs, excludedMs, ...row }) => ({
        ...row,
        assessmentId: id,
        downMs: Number(downMs),
        unknownMs: Number(unknownMs),
        excludedMs: Number(excludedMs),
        credits: (credits.get(row.subjectId) ?? []).map(toView),
      })),
    }
  })
}

/** Credits of every organisation, of a listed month or of all: those waiting for a billing officer first. */
export async function readServiceCreditDesk(
  ctx: OpContext,
  filter: { period: string | null; state: ServiceCreditState | null },
): Promise<ServiceCreditDeskView> {
  const staffId = authorizeStaff(ctx, 'billing:inspect')
  return withStaff(ctx, async (tx) => {
    const months = await queries.listCreditMonths(tx, monthsShown)
    const period = months.find((month) => month.period === filter.period)?.period ?? null
    const rows = await queries.listCredits(tx, { period, state: filter.state }, creditsShown)
    const requesters = rows.map(({ requestedByStaffId }) => requestedByStaffId)
    const isSame = await readSamePeople(tx, staffId, requesters)
    return {
      period,
      months,
      assessed: await queries.listAssessedOrganisations(tx, creditsShown),
      credits: rows.map((row) => ({
        ...toView(row),
        organisationId: row.organisationId,
        organisation: row.organisation,
        subjectId: row.subjectId,
        subjectKind: row.subjectKind,
        name: row.name,
        period: row.period,
        objectivePpm: row.objectivePpm,
        availabilityPpm: row.availabilityPpm,
        priceCents: row.priceCents,
        reason: row.reason,
        decidedBy: row.decidedBy,
        needsAnother: isSame(row.requestedByStaffId),
      })),
    }
  })
}

type EvidenceFile = { name: string; text: string }

/**
 * The stored evidence of a resource's month.
 *
 * @throws DomainError `not_found`
 */
export async function readMonthEvidence(
  ctx: OpContext,
  input: { assessmentId: Id<'slaAssessment'> },
): Promise<EvidenceFile> {
  authorize(ctx, 'billing:view')
  return withOrganisation(ctx, async (tx) => evidenceFile(await findAssessment(tx, input.assessmentId)))
}

/**
 * As `readMonthEvidence`, of any organisation, for staff.
 *
 * @throws DomainError `not_found`
 */
export async function inspectMonthEvidence(
  ctx: OpContext,
  input: { assessmentId: Id<'slaAssessment'> },
): Promise<EvidenceFile> {
  authorizeStaff(ctx, 'billing:inspect')
  return withStaff(ctx, async (tx) => evidenceFile(await findAssessment(tx, input.assessmentId)))
}

/**
 *
 *
 * @throws DomainError `not_found`
 */
export function evidenceFile(row: AssessmentRow | null): EvidenceFile {
  if (!row) throw new DomainError('not_found')
  return { name: `evidence-${row.period}-${row.subjectId}-${row.revision}.json`, text: row.evidence }
}

function toView({
  id,
  assessmentId,
  revision,
  amountCents,
  usedCents,
  state,
  decisionReason,
  documents,
}: queries.CreditRow): ServiceCreditView {
  return { id, assessmentId, revision, amountCents, usedCents, state, decisionReason, documents }
}
