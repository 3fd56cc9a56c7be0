import { type Tx, withSystem } from '~/db/client'
import type { AssessmentCause } from '~/db/schema/billing/service-credits'
import { recordAudit } from '~/lib/audit'
import { draftServiceCredits, lockBilling, readMonthPrices } from '~/lib/billing'
import { authorizeSystem } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { monthOf } from '~/lib/kernel/time/paris-month'
import { listSubjects } from '../measuring/list-subjects'
import { type MeasuredSubject, readAvailability } from '../measuring/read-availability'
import { completeAfterMs } from '../measuring/rounds'
import { type Credit, creditOf } from './credit-of'
import { evidenceOf } from './evidence'
import * as queries from './queries/assessments'

export type Assessing = {
  organisationId: Id<'organisation'>
  period: string
}

/** Who requested a new assessment, and why; null for the automatic one. */
type Request = { reason: string; staffId: Id<'staff'> } | null

/** The result of a resource's month. Cents without VAT. */
export type Assessed = {
  subjectId: string
  name: string
  availabilityPpm: number | null
  objectivePpm: number
  priceCents: bigint
  creditCents: bigint
}

/**
 * Assesses every server and volume of an organisation for a finished month: writes a revision for each resource with
 * changed evidence, and drafts its credit. Idempotent over the same facts; concurrent assessments wait for each other.
 * One transaction, so that no revision lacks its credit.
 *
 * @throws DomainError `state_forbids` for an unfinished month, `not_billable` while there is no seller
 */
export async function assessMonth(ctx: OpContext, assessing: Assessing): Promise<Assessed[]> {
  authorizeSystem(ctx)
  refuseUnfinished(ctx, assessing.period)
  const { organisationId, period } = assessing
  return withSystem(ctx, async (tx) => {
    await lockBilling(tx, ctx.now, organisationId)
    const request = await requestOf(tx, assessing)
    const latest = await latestOf(tx, assessing)
    const found = await computeMonth(tx, ctx, assessing, latest)
    const rows = found.flatMap((each) => {
      const before = latest.get(each.measured.subject.id)
      const evidence = evidenceOf({ ...each, period })
      if (before?.evidenceSha256 === evidence.sha256) return []
      return [rowOf(ctx, { ...assessing, request }, each, evidence, before?.revision ?? 0)]
    })
    await queries.insertAssessments(tx, rows)
    await queries.markAssessed(tx, { organisationId, period, assessedAt: ctx.now })
    if (rows.length > 0) {
      await recordAudit(tx, ctx, 'service_level.assessed', {
        organisationId,
        kind: 'service_level_month',
        id: `${organisationId} ${period}`,
        details: {
          period,
          resources: rows.length,
          breaches: rows.filter(({ creditCents }) => creditCents > 0n).length,
          ...(request && { reason: request.reason }),
        },
      })
      await draftServiceCredits(tx, ctx, {
        organisationId,
        period,
        credits: rows.map(({ id, subjectId, subjectKind, creditCents }) => ({
          assessmentId: id,
          subjectId,
          subjectKind,
          creditCents,
          requestedByStaffId: request?.staffId ?? null,
        })),
      })
    }
    return found.map(toAssessed)
  })
}

/** As `assessMonth`, without writing. */
export async function previewMonth(ctx: OpContext, assessing: Assessing): Promise<Assessed[]> {
  authorizeSystem(ctx)
  refuseUnfinished(ctx, assessing.period)
  return withSystem(ctx, async (tx) => {
    const found = await computeMonth(tx, ctx, assessing, await latestOf(tx, assessing))
    return found.map(toAssessed)
  })
}

async function requestOf(tx: Tx, { organisationId, period }: Assessing): Promise<Request> {
  const month = await queries.findAssessedMonth(tx, organisationId, period)
  const { requestedAt, requestReason, requestedByStaffId, assessedAt } = month ?? {}
  const isOpen = requestedAt && assessedAt && requestedAt > assessedAt
  return isOpen && requestReason && requestedByStaffId
    ? { reason: requestReason, staffId: requestedByStaffId }
    : null
}

type Latest = ReadonlyMap<string, queries.LatestRevision>

async function latestOf(tx: Tx, { organisationId, period }: Assessing): Promise<Latest> {
  const rows = await queries.listLatestRevisions(tx, organisationId, period)
  return new Map(rows.map((row) => [row.subjectId, row]))
}

type ComputedMonth = {
  measured: MeasuredSubject
  objectivePpm: number
  priceCents: bigint
  /** The price after credit notes; null when there are none. */
  leftCents: bigint | null
  credit: Credit | null
}

async function computeMonth(
  tx: Tx,
  ctx: OpContext,
  { organisationId, period }: Assessing,
  latest: Latest,
): Promise<ComputedMonth[]> {
  const { from, to } = monthOf(period)
  const month = { from: from.getTime(), to: to.getTime() }
  const subjects = await listSubjects(tx, organisationId, month)
  const measured = await readAvailability(tx, { subjects, window: month, now: ctx.now })
  // Months before the first observation have no result, not even unknown.
  const looked = measured.filter(({ sight }) =>
    sight.vantages.some(({ transitions }) => transitions.some(({ state }) => state !== 'unknown')),
  )
  if (looked.length === 0) return []
  const { prices, left, isBilled } = await readMonthPrices(tx, organisationId, period)
  return looked.flatMap((each) => {
    const { objectivePpm, availability, contract, subject } = each
    if (objectivePpm === null) return []
    // The price of an invoiced month is fixed: corrections concern only observations and exclusions.
    const fixed = isBilled ? latest.get(subject.id)?.priceCents : undefined
    const price = fixed ?? prices.get(subject.id) ?? 0n
    const priceCents = price < 0n ? 0n : price
    const leftCents = left.get(subject.id) ?? null
    const paid = { objectivePpm, priceCents, leftCents }
    const credit = creditOf(availability.availabilityPpm, paid, contract.terms)
    return [{ measured: each, objectivePpm, priceCents, leftCents, credit }]
  })
}

function rowOf(
  ctx: OpContext,
  { organisationId, period, request }: Assessing & { request: Request },
  { measured, objectivePpm, priceCents, credit }: ComputedMonth,
  evidence: { text: string; sha256: string },
  revisionBefore: number,
) {
  const { subject, availability, contract } = measured
  invariant(subject.bundleId, 'a server or volume has a bundle')
  const cause: AssessmentCause = request
    ? 'requested'
    : revisionBefore === 0
      ? 'month_ended'
      : 'facts_changed'
  return {
    id: newId('slaAssessment', ctx.now.getTime()),
    organisationId,
    subjectId: subject.id,
    subjectKind: subject.kind as 'instance' | 'volume',
    bundleId: subject.bundleId,
    period,
    revision: revisionBefore + 1,
    cause,
    reason: request?.reason ?? null,
    requestedByStaffId: request?.staffId ?? null,
    contractId: contract.id,
    objectivePpm,
    windowMs: BigInt(availability.windowMs),
    excludedMs: BigInt(availability.excludedMs),
    unknownMs: BigInt(availability.unknownMs),
    downMs: BigInt(availability.downMs),
    upMs: BigInt(availability.upMs),
    availabilityPpm: availability.availabilityPpm,
    priceCents,
    creditCents: credit?.cents ?? 0n,
    evidence: evidence.text,
    evidenceSha256: evidence.sha256,
    assessedAt: ctx.now,
  }
}

function toAssessed({ measured, objectivePpm, priceCents, credit }: ComputedMonth): Assessed {
  return {
    subjectId: measured.subject.id,
    name: measured.subject.name,
    availabilityPpm: measured.availability.availabilityPpm,
    objectivePpm,
    priceCents,
    creditCents: credit?.cents ?? 0n,
  }
}

/** The last seconds of a month are known only after later observations. */
function refuseUnfinished(ctx: OpContext, period: string): void {
  if (ctx.now.getTime() < monthOf(period).to.getTime() + completeAfterMs)
    throw new DomainError('state_forbids', { field: 'period', params: { period } })
}
