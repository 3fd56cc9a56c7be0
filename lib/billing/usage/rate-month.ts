import type { CostReferences } from '~/db/schema/ordering/ordering'
import type { ResourceKind } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'
import { amountCents } from '~/lib/kernel/money'
import type { Month } from '~/lib/kernel/time/paris-month'
import { type RatedInterval, rateParts, referencesKey } from '~/lib/usage'

/** A usage row with its invoice attributes. `microCentsPerHour` is the price paid; the list price is the public one. */
export type BillableInterval = RatedInterval & {
  resourceKind: ResourceKind | 'address'
  projectId: Id<'project'>
  bundleId: Id<'bundle'>
  costReferences: CostReferences
  listMicroCentsPerHour: bigint | null
}

/** One line of a month: one meter of one resource at one price for one project and one set of references. */
export type MonthLine = Omit<BillableInterval, 'startedAt' | 'endedAt'> & {
  /** Stable over all ratings of the month. */
  key: string
  from: Date
  to: Date
  usedSeconds: bigint
  billedSeconds: bigint
  cents: bigint
}

/**
 * Rates the usage of `month` up to `until` as invoices do: at most 720 hours per resource and meter, the first in time
 * order, with cents rounded half up once per line. Sorted by key. Pure.
 */
export function rateMonth(intervals: readonly BillableInterval[], month: Month, until: Date): MonthLine[] {
  const lines = new Map<string, MonthLine>()
  for (const part of rateParts(intervals, month, until)) {
    if (part.seconds === 0n) continue
    const { startedAt, endedAt, ...interval } = part.interval
    const key = keyOf(part.interval)
    const line = lines.get(key)
    if (line) {
      line.usedSeconds += part.seconds
      line.billedSeconds += part.billedSeconds
      line.to = part.endedAt
    } else {
      lines.set(key, {
        ...interval,
        key,
        from: part.startedAt,
        to: part.endedAt,
        usedSeconds: part.seconds,
        billedSeconds: part.billedSeconds,
        cents: 0n,
      })
    }
  }
  for (const line of lines.values()) line.cents = amountCents(line.microCentsPerHour, line.billedSeconds)
  return [...lines.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

function keyOf(interval: BillableInterval): string {
  const { resourceId, meter, projectId, priceVersionId, microCentsPerHour } = interval
  return [
    resourceId,
    meter,
    projectId,
    priceVersionId,
    microCentsPerHour,
    referencesKey(interval.costReferences),
  ].join(' ')
}
