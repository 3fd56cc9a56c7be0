import { cappedHoursPerMonth, secondsPerHour } from '~/lib/kernel/money'
import { monthOf } from '~/lib/kernel/time/paris-month'
import type { ExportScope, RowBatch } from './queries/document-rows'
import type { RowFormat } from './queries/render-row'
import {
  firstInterval,
  firstTraffic,
  type IntervalCursor,
  renderIntervals,
  renderTrafficHours,
  type TrafficCursor,
  type UsageScope,
} from './queries/usage-records'
import type { Read } from './read'

const rowsPerSlice = 5_000

/** Usage of a month up to `now`, to the second, of the organisation or of all. Pure. */
export function usageScope(
  { organisationId, period }: Pick<ExportScope, 'organisationId' | 'period'>,
  now: Date,
): UsageScope {
  const { from, to } = monthOf(period)
  const second = Math.floor(now.getTime() / 1_000) * 1_000
  return {
    organisationId,
    period,
    from,
    until: new Date(Math.min(to.getTime(), Math.max(from.getTime(), second))),
    billedSecondsMax: cappedHoursPerMonth * secondsPerHour,
  }
}

/**
 * A month's usage as metered, in slices: intervals, then hours of traffic. A slice is one short read, so that a slow
 * client holds no transaction open.
 */
export async function* readUsageRecords(
  read: Read,
  format: RowFormat,
  scope: UsageScope,
  sliceRows = rowsPerSlice,
): AsyncGenerator<RowBatch> {
  for (let after: IntervalCursor | null = firstInterval; after; ) {
    const cursor: IntervalCursor = after
    const { next, ...batch } = await read((tx) => renderIntervals(tx, scope, cursor, format, sliceRows))
    if (batch.rows > 0) yield batch
    after = next
  }
  for (let after: TrafficCursor | null = firstTraffic; after; ) {
    const cursor: TrafficCursor = after
    const { next, ...batch } = await read((tx) => renderTrafficHours(tx, scope, cursor, format, sliceRows))
    if (batch.rows > 0) yield batch
    after = next
  }
}
