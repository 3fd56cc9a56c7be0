import type { Meter } from '~/db/schema/catalogue'
import { secondsWithin } from '~/lib/kernel/intervals'
import { amountCents, cappedHoursPerMonth, secondsPerHour } from '~/lib/kernel/money'
import type { Month } from '~/lib/kernel/paris-month'

/** What rating needs of a usage row. `endedAt` null is still open. */
export type RatedInterval = {
  resourceId: string
  meter: Meter
  priceVersionId: string
  microCentsPerHour: bigint
  startedAt: Date
  endedAt: Date | null
}

/** One line: the use of one meter of one resource at one price. Cents are rounded here, once. */
export type UsageLine = {
  resourceId: string
  meter: Meter
  priceVersionId: string
  microCentsPerHour: bigint
  seconds: bigint
  billedSeconds: bigint
  cents: bigint
}

const cappedSeconds = cappedHoursPerMonth * secondsPerHour

/**
 * Rates what was used of `month` up to `now` (half-open, UTC). Per resource and meter, the first 720 hours
 * in time order are billed and the rest of the month is free; then one line per price, that of a use which began
 * less than a second ago included. Lines come sorted by resource, meter and price. Pure. `monthToDateCents`
 * does the same in SQL; a test holds them equal.
 */
export function rateUsage(intervals: readonly RatedInterval[], month: Month, now: Date): UsageLine[] {
  const until = now < month.to ? now : month.to
  const left = new Map<string, bigint>()
  const lines = new Map<string, UsageLine>()
  for (const interval of [...intervals].sort(byStart)) {
    const used = BigInt(
      secondsWithin({ start: interval.startedAt, end: interval.endedAt }, month.from, until),
    )
    // What has begun is shown at once, at nothing: whoever has just ordered it looks for it.
    const isBeginning = isOpenAt(interval, now) && interval.startedAt < month.to
    if (used === 0n && !isBeginning) continue
    const meterKey = `${interval.resourceId} ${interval.meter}`
    const room = left.get(meterKey) ?? cappedSeconds
    const billed = used < room ? used : room
    left.set(meterKey, room - billed)
    const key = `${meterKey} ${interval.priceVersionId}`
    const line = lines.get(key) ?? emptyLine(interval)
    line.seconds += used
    line.billedSeconds += billed
    lines.set(key, line)
  }
  return [...lines.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, line]) => ({ ...line, cents: amountCents(line.microCentsPerHour, line.billedSeconds) }))
}

function isOpenAt(interval: RatedInterval, now: Date): boolean {
  return interval.endedAt === null && interval.startedAt <= now
}

function emptyLine(interval: RatedInterval): UsageLine {
  const { resourceId, meter, priceVersionId, microCentsPerHour } = interval
  return { resourceId, meter, priceVersionId, microCentsPerHour, seconds: 0n, billedSeconds: 0n, cents: 0n }
}

function byStart(a: RatedInterval, b: RatedInterval): number {
  return a.startedAt.getTime() - b.startedAt.getTime()
}
