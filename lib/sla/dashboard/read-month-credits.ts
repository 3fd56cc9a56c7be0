import { acrossProjects, type Tx } from '~/db/client'
import { readMonthPrices } from '~/lib/billing'
import type { Id } from '~/lib/kernel/ids'
import { sharePpm } from '../availability/compute-availability'
import { type Credit, creditOf } from '../credits/credit-of'
import { type CalculationRow, listCalculationsOf } from '../credits/queries/service-credits'
import { reductionCents } from '../credits/reduction'
import type { MeasuredSubject } from '../measuring/read-availability'
import { listCreditsOf } from '../queries/resource-events'
import type { MonthChoice } from './choose-month'
import { levelOf } from './levels'
import { aheadOf } from './to-level'
import type { MonthCreditView } from './views'

/**
 * The credit of each of these resources for a month, by resource id, with its calculation: of a finished month as
 * assessed, of the running month estimated for each resource that can no longer keep its objective. Resources without
 * one are absent.
 */
export async function readMonthCredits(
  tx: Tx,
  organisationId: Id<'organisation'>,
  measured: readonly MeasuredSubject[],
  month: MonthChoice,
): Promise<Map<string, MonthCreditView>> {
  if (month.isRunning) return estimate(tx, organisationId, measured, month)
  const ids = measured.map(({ subject }) => subject.id)
  const credits = await listCreditsOf(tx, ids, { fromPeriod: month.period, toPeriod: month.period })
  const ofCredited = credits.map(({ subjectId }) => subjectId)
  const calculations = await listCalculationsOf(tx, ofCredited, month.period)
  return new Map(
    credits.map(({ subjectId, cents }) => {
      const calculation = calculations.find((each) => each.subjectId === subjectId)
      return [
        subjectId,
        {
          cents: cents.toString(),
          isEstimate: false,
          // Not the sum when corrections changed it, or when credit notes left less than the rate gives.
          calculation:
            calculation?.rate &&
            isWhole(calculation, calculation.rate) &&
            BigInt(calculation.creditCents) === cents
              ? { priceCents: calculation.priceCents, ...calculation.rate }
              : null,
        },
      ]
    }),
  )
}

const isWhole = ({ priceCents, creditCents }: CalculationRow, { basisPoints }: { basisPoints: number }) =>
  reductionCents(BigInt(priceCents), basisPoints) === BigInt(creditCents)

async function estimate(
  tx: Tx,
  organisationId: Id<'organisation'>,
  measured: readonly MeasuredSubject[],
  month: MonthChoice,
): Promise<Map<string, MonthCreditView>> {
  const missed = measured.filter((each) => {
    const { availability, objectivePpm } = each
    return levelOf(availability, aheadOf(each, month), objectivePpm) === 'breached'
  })
  if (missed.length === 0) return new Map()
  // A promotional amount is spread over the usage of all projects.
  const { prices } = await acrossProjects(tx, () => readMonthPrices(tx, organisationId, month.period))
  return new Map(
    missed.flatMap((each) => {
      const priceCents = prices.get(each.subject.id) ?? 0n
      const credit = estimateOf(each, aheadOf(each, month), priceCents)
      return credit && credit.cents > 0n ? [[each.subject.id, viewOf(credit, priceCents)]] : []
    }),
  )
}

/**
 * The credit for the month if the resource is available until its end. Milliseconds; cents without VAT. Pure.
 *
 * @param priceCents of the whole month
 */
export function estimateOf(
  {
    availability,
    objectivePpm,
    contract,
  }: Pick<MeasuredSubject, 'availability' | 'objectivePpm' | 'contract'>,
  aheadMs: number,
  priceCents: bigint,
): Credit | null {
  if (objectivePpm === null || availability.availabilityPpm === null) return null
  const { upMs, downMs } = availability
  const ppm = sharePpm(upMs + aheadMs, upMs + downMs + aheadMs)
  return creditOf(ppm, { objectivePpm, priceCents, leftCents: null }, contract.terms)
}

function viewOf({ step, reductionBasisPoints, cents }: Credit, priceCents: bigint): MonthCreditView {
  return {
    cents: cents.toString(),
    isEstimate: true,
    calculation: {
      priceCents: priceCents.toString(),
      basisPoints: reductionBasisPoints,
      belowPpm: step.belowPpm === 'objective' ? null : step.belowPpm,
    },
  }
}
