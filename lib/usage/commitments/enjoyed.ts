import type { Meter } from '~/db/schema/catalogue'
import { amountCents } from '~/lib/kernel/money'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { rateUsage } from '../rating/rate-usage'

/** What counting the reduction needs of a usage row. */
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
 * By how much a commitment has lowered what was billed until `at`, in cents: every month as it is invoiced, at the
 * price without the commitment less the price with it. Hours past the 720th of a month cost nothing either way. Pure.
 */
export function enjoyedCents(
  usage: readonly CommittedUsage[],
  commitmentId: string,
  startedAt: Date,
  at: Date,
): bigint {
  const intervals = usage.map((row) => ({
    ...row,
    priceVersionId: row.commitmentId === commitmentId ? String(row.hourlyMicroCentsPerHour ?? '') : '',
  }))
  let enjoyed = 0n
  for (let month = parisMonth(startedAt); month.from < at; month = parisMonth(month.to)) {
    for (const line of rateUsage(intervals, month, at)) {
      if (line.priceVersionId === '') continue
      enjoyed += amountCents(BigInt(line.priceVersionId), line.billedSeconds) - line.cents
    }
  }
  return enjoyed
}
