import type { Meter } from '~/db/schema/catalogue'
import type { CostReferences } from '~/db/schema/ordering/ordering'
import type { Id } from '~/lib/kernel/ids'
import { amountCents, cappedHoursPerMonth, secondsPerHour } from '~/lib/kernel/money'
import { secondsWithin } from '~/lib/kernel/time/intervals'
import type { Month } from '~/lib/kernel/time/paris-month'
import { referencesKey } from './references-key'

/**
 * The fields of a usage row needed for rating. `endedAt` null: still open. Without `projectId` and `costReferences` all
 * intervals count as of one project and one set of references.
 */
export type RatedInterval = {
  resourceId: string
  projectId?: Id<'project'>
  costReferences?: CostReferences
  meter: Meter
  priceVersionId: string
  microCentsPerHour: bigint
  startedAt: Date
  endedAt: Date | null
}

/** One meter of one resource at one price, for one project and one set of references: as a line of the invoice. */
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

/** The part of an interval within the month, with its billed share. */
export type RatedPart<I> = {
  interval: I
  startedAt: Date
  endedAt: Date
  seconds: bigint
  billedSeconds: bigint
}

/**
 * The usage of `month` up to `now` (half-open, UTC), interval by interval in time order. Per resource and meter, the
 * first 720 hours are billed and the rest of the month is free. Usage that started less than a second
 * before `now` is an empty part. Pure.
 */
export function rateParts<I extends RatedInterval>(
  intervals: readonly I[],
  month: Month,
  now: Date,
): RatedPart<I>[] {
  const until = now < month.to ? now : month.to
  const left = new Map<string, bigint>()
  const parts: RatedPart<I>[] = []
  for (const interval of [...intervals].sort(byStart)) {
    const seconds = BigInt(
      secondsWithin({ start: interval.startedAt, end: interval.endedAt }, month.from, until),
    )
    const isBeginning = isOpenAt(interval, now) && interval.startedAt < month.to
    if (seconds === 0n && !isBeginning) continue
    const meterKey = `${interval.resourceId} ${interval.meter}`
    const room = left.get(meterKey) ?? cappedSeconds
    const billedSeconds = seconds < room ? seconds : room
    left.set(meterKey, room - billedSeconds)
    const { startedAt, endedAt } = interval
    parts.push({
      interval,
      startedAt: new Date(Math.max(startedAt.getTime(), month.from.getTime())),
      endedAt: new Date(Math.min(endedAt?.getTime() ?? Number.POSITIVE_INFINITY, until.getTime())),
      seconds,
      billedSeconds,
    })
  }
  return parts
}

/**
 * Rates the usage of `month` up to `now`: one line per resource, meter, price, project and references, rounded once,
 * sorted by resource, meter and price. Pure. `monthToDateCents` does the same in SQL; a test compares them.
 */
export function rateUsage(intervals: readonly RatedInterval[], month: Month, now: Date): UsageLine[] {
  const lines = new Map<string, UsageLine>()
  for (const { interval, seconds, billedSeconds } of rateParts(intervals, month, now)) {
    // A commitment changes the price within one price version.
    const { resourceId, meter, priceVersionId, microCentsPerHour, projectId, costReferences = {} } = interval
    const key = `${resourceId} ${meter} ${priceVersionId} ${microCentsPerHour} ${projectId} ${referencesKey(costReferences)}`
    const line = lines.get(key) ?? emptyLine(interval)
    line.seconds += seconds
    line.billedSeconds += billedSeconds
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
