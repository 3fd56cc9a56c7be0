import { divideHalfUp } from '~/lib/kernel/money'
import { addDays, daysBetween } from '~/lib/kernel/time/calendar-day'
import { type DebtorKind, interestMargin } from './payment-terms'

/** The rate of the main refinancing operations, in force from a day on. */
export type ReferenceRate = { from: string; basisPoints: number }
/** The open amount of a document from the beginning of a day on. */
export type OpenFrom = { from: string; openCents: bigint }

export type LateInterest = {
  cents: bigint
  /** Intervals of constant amount and rate, in order of days. */
  parts: { from: string; to: string; days: number; openCents: bigint; rateBasisPoints: number }[]
}

const daysOfYear = 365n

/**
 * Interest on the open amount from the day after `dueOn` through `until`: simple, over 365 days, rounded once. A
 * company pays the rate of each half-year, a public buyer the rate of the half-year in which it was first late. Pure.
 *
 * @throws RangeError when the rate of a relevant half-year is unknown
 */
export function lateInterest(
  kind: DebtorKind,
  dueOn: string,
  until: string,
  balances: readonly OpenFrom[],
  rates: readonly ReferenceRate[],
): LateInterest {
  const first = addDays(dueOn, 1)
  const end = addDays(until, 1)
  const ordered = [...balances].sort((a, b) => compare(a.from, b.from))
  const bounds = [first, ...ordered.map(({ from }) => from), ...halfYears(first, end), end].filter(
    (day) => day >= first && day <= end,
  )
  const days = [...new Set(bounds)].sort(compare)
  const parts: LateInterest['parts'] = []
  let product = 0n
  for (const [index, from] of days.entries()) {
    const to = days[index + 1]
    const openCents = ordered.findLast((each) => each.from <= from)?.openCents ?? 0n
    if (!to || openCents <= 0n) continue
    const halfYear = startOfHalfYear(kind === 'company' ? from : first)
    const rateBasisPoints = rateOn(halfYear, rates) + interestMargin[kind]
    const count = daysBetween(from, to)
    product += openCents * BigInt(rateBasisPoints) * BigInt(count)
    parts.push({ from, to: addDays(to, -1), days: count, openCents, rateBasisPoints })
  }
  return { cents: divideHalfUp(product, 10_000n * daysOfYear), parts }
}

function rateOn(day: string, rates: readonly ReferenceRate[]): number {
  const rate = [...rates].sort((a, b) => compare(a.from, b.from)).findLast(({ from }) => from <= day)
  if (!rate) throw new RangeError(`no reference rate is known for ${day}`)
  return rate.basisPoints
}

const startOfHalfYear = (day: string) => `${day.slice(0, 4)}-${day.slice(5, 7) < '07' ? '01' : '07'}-01`

function halfYears(from: string, to: string): string[] {
  const found: string[] = []
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1)
    found.push(`${year}-01-01`, `${year}-07-01`)
  return found
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
