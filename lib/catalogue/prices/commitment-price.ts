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

/** An offered commitment: a term in months and its discount in basis points. */
export type TermOffer = { months: TermMonths; basisPoints: number }

/** The hourly price with a commitment in micro-cents, rounded half up; the same for each meter. Pure. */
export function committedMicroCents(hourlyMicroCents: bigint, basisPoints: number): bigint {
  return divideHalfUp(hourlyMicroCents * BigInt(10_000 - basisPoints), 10_000n)
}

export type Term = { startedAt: Date; termMonths: number; endsAt: Date }

/**
 * The seconds of a term still to be paid at `at`: 720 hours per month, counted from its start; for the current month,
 * the remaining fraction. Pure.
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

/** The price of an early exit at `at`: the discount received so far, at most the remaining price of the term. Pure. */
export function commitmentExit(
  term: Term & { committedMicroCentsPerHour: bigint; enjoyedCents: bigint },
  at: Date,
): Exit {
  const remainingCents = amountCents(term.committedMicroCentsPerHour, remainingSeconds(term, at))
  const { enjoyedCents } = term
  return { enjoyedCents, remainingCents, cents: lesser(enjoyedCents, remainingCents) }
}

/**
 * The price of an exit after each full month of the term, for a server that always runs; the first is after none. Shown
 * before signing. Pure.
 */
export function exitsByMonth(hourly: bigint, committed: bigint, termMonths: number): bigint[] {
  const saved = monthlyCents(hourly) - monthlyCents(committed)
  const paid = monthlyCents(committed)
  return Array.from({ length: termMonths + 1 }, (_unused, month) => {
    const discount = saved * BigInt(month)
    const remaining = paid * BigInt(termMonths - month)
    return lesser(discount, remaining)
  })
}

const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b)
