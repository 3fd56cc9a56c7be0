import {
  amountCents,
  cappedHoursPerMonth,
  divideHalfUp,
  monthlyCents,
  secondsPerHour,
} from '~/lib/kernel/money'
import { addParisMonths } from '~/lib/kernel/time/paris-months'

export const termsMonths = [12, 36] as const
export type TermMonths = (typeof termsMonths)[number]
export const renewals = ['renew', 'hourly', 'silent'] as const
export type Renewal = (typeof renewals)[number]

/** A commitment that is offered: so many months lower the price by so many basis points. */
export type TermOffer = { months: TermMonths; basisPoints: number }

/** What an hour costs with a commitment, in micro-cents, rounded half up; the same for each meter. Pure. */
export function committedMicroCents(hourlyMicroCents: bigint, basisPoints: number): bigint {
  return divideHalfUp(hourlyMicroCents * BigInt(10_000 - basisPoints), 10_000n)
}

export type Term = { startedAt: Date; termMonths: number; endsAt: Date }

/**
 * Seconds that are still to be paid of a term at `at`: 720 hours for each of its months, counted from the day it
 * began; of the month under way, the part that is left of it. Pure.
 */
export function remainingSeconds(term: Term, at: Date): bigint {
  const cap = cappedHoursPerMonth * secondsPerHour
  let seconds = 0n
  for (let month = 0; month < term.termMonths; month += 1) {
    const from = addParisMonths(term.startedAt, month)
    const to = month + 1 === term.termMonths ? term.endsAt : addParisMonths(term.startedAt, month + 1)
    const start = at > from ? at : from
    if (start >= to) continue
    seconds += (cap * BigInt(to.getTime() - start.getTime())) / BigInt(to.getTime() - from.getTime())
  }
  return seconds
}

export type Exit = { enjoyedCents: bigint; remainingCents: bigint; cents: bigint }

/**
 * The price of leaving a commitment at `at`: the reduction enjoyed so far is paid back, and never more than what
 * remains to be paid until the term. Pure.
 */
export function commitmentExit(
  term: Term & { committedMicroCentsPerHour: bigint; enjoyedCents: bigint },
  at: Date,
): Exit {
  const remainingCents = amountCents(term.committedMicroCentsPerHour, remainingSeconds(term, at))
  const { enjoyedCents } = term
  return { enjoyedCents, remainingCents, cents: lesser(enjoyedCents, remainingCents) }
}

/**
 * What leaving after each full month of the term would cost one that runs all the time; the first is after none. What
 * a person is shown before signing. Pure.
 */
export function exitsByMonth(hourly: bigint, committed: bigint, termMonths: number): bigint[] {
  const saved = monthlyCents(hourly) - monthlyCents(committed)
  const paid = monthlyCents(committed)
  return Array.from({ length: termMonths + 1 }, (_unused, month) => {
    const enjoyed = saved * BigInt(month)
    const remaining = paid * BigInt(termMonths - month)
    return lesser(enjoyed, remaining)
  })
}

const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b)
