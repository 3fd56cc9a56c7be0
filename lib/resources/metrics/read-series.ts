import type { Tx } from '~/db/client'
import { addSeconds } from '~/lib/kernel/time/clock'
import { listAverages, listSamples, type Subject } from './queries/series'
import { type MetricRange, type MetricSeries, rangeFacts } from './ranges'

/** The metrics of a server or host over the range that ends now. */
export async function readSeries(
  tx: Tx,
  subject: Subject,
  range: MetricRange,
  now: Date,
): Promise<MetricSeries> {
  const { lengthSeconds, stepSeconds, resolutionSeconds } = rangeFacts[range]
  const from = addSeconds(now, -lengthSeconds)
  // Without an upper bound the default partition would be read too. Clocks of two machines may differ.
  const until = addSeconds(now, 3_600)
  const rows =
    resolutionSeconds === 10
      ? await listSamples(tx, subject, { from, until })
      : await listAverages(tx, subject, { from, until, resolutionSeconds, stepSeconds })
  return { range, from: from.toISOString(), to: now.toISOString(), stepSeconds, points: [...rows] }
}
