import { rateTraffic, referencesKey } from '~/lib/usage'
import type { BilledTrafficRow, TrafficRow } from './queries/traffic'

/** A server's traffic of a month as an invoice line. Whole mebibytes. */
export type TrafficLine = Pick<TrafficRow, 'resourceId' | 'projectId' | 'costReferences' | 'from' | 'to'> & {
  /** Stable over all ratings of the month. */
  key: string
  usedMebibytes: bigint
  includedMebibytes: bigint
  billedMebibytes: bigint
  microCentsPerGibibyte: bigint
  cents: bigint
}

/** The paid traffic of a month by server, sorted by key; traffic within the allowance makes no line. Pure. */
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

/** The remainder to bill of a closed month's traffic: its current rating less what was billed. Never negative. Pure. */
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
