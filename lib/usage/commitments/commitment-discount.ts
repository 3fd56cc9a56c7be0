import type { Meter } from '~/db/schema/catalogue'
import { amountCents } from '~/lib/kernel/money'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { rateUsage } from '../rating/rate-usage'

/** The fields of a usage row needed to compute the discount. */
export type CommittedUsage = {
  resourceId: string
  meter: Meter
  commitmentId: string | null
  microCentsPerHour: bigint
  hourlyMicroCentsPerHour: bigint | null
  startedAt: Date
  endedAt: Date | null
}

/**
 * The discount of a commitment on everything billed until `at`, in cents: per month as invoiced, the price without the
 * commitment less the price with it. Hours beyond the 720th of a month are free either way. Pure.
 */
export function commitmentDiscountCents(
  usage: readonly CommittedUsage[],
  commitmentId: string,
  startedAt: Date,
  at: Date,
): bigint {
  const intervals = usage.map((row) => ({
    ...row,
    priceVersionId: row.commitmentId === commitmentId ? String(row.hourlyMicroCentsPerHour ?? '') : '',
  }))
  let discount = 0n
  for (let month = parisMonth(startedAt); month.from < at; month = parisMonth(month.to)) {
    for (const line of rateUsage(intervals, month, at)) {
      if (line.priceVersionId === '') continue
      discount += amountCents(BigInt(line.priceVersionId), line.billedSeconds) - line.cents
    }
  }
  return discount
}
