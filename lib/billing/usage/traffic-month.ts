import { rateTraffic } from '~/lib/usage'
import type { BilledTrafficRow, TrafficRow } from './queries/traffic'
import { referencesKey } from './rate-month'

/** A server's traffic of a month as a line of an invoice bills it. Whole mebibytes. */
export type TrafficLine = Pick<TrafficRow, 'resourceId' | 'projectId' | 'costReferences' | 'from' | 'to'> & {
  /** The same for the same traffic in every rating of the month. */
  key: string
  usedMebibytes: bigint
  includedMebibytes: bigint
  billedMebibytes: bigint
  microCentsPerGibibyte: bigint
  cents: bigint
}

/** What of a month's traffic is paid, server by server, sorted by key; what is included makes no line. Pure. */
export function rateTrafficMonth(rows: readonly TrafficRow[]): TrafficLine[] {
  return rows
    .map((row) => {
      const { resourceId, projectId, costReferences, from, to } = row
      const rated = rateTraffic(BigInt(row.bytes), {
        includedMebibytes: BigInt(row.includedMebibytes),
        microCentsPerGibibyte: BigInt(row.microCentsPerGibibyte),
      })
      const key = [resourceId, 'traffic_out', projectId, row.priceId, referencesKey(costReferences)].join(' ')
      return { ...rated, resourceId, projectId, costReferences, from, to, key }
    })
    .filter((line) => line.billedMebibytes > 0n)
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** What remains to be billed of a closed month's traffic: as it is rated now, less what was billed. It only grows. Pure. */
export function lateTraffic(
  rated: readonly TrafficLine[],
  billed: readonly BilledTrafficRow[],
): TrafficLine[] {
  const before = new Map(billed.map((row) => [row.key, row]))
  return rated.flatMap((line) => {
    const was = before.get(line.key)
    const late = {
      ...line,
      usedMebibytes: line.usedMebibytes - BigInt(was?.usedMebibytes ?? 0),
      billedMebibytes: line.billedMebibytes - BigInt(was?.billedMebibytes ?? 0),
      cents: line.cents - BigInt(was?.cents ?? 0),
    }
    return late.cents === 0n ? [] : [late]
  })
}
