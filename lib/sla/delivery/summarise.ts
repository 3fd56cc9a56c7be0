/** How long one resource took from its accepted order to its first answer, and what was promised of that. Seconds. */
export type Delivery = { id: string; name: string; seconds: number; objectiveSeconds: number }

export type DeliverySummary = {
  count: number
  /** Those within what was promised. */
  kept: number
  /** Null of none. */
  medianSeconds: number | null
  p95Seconds: number | null
  /** Those that took longer than promised, the slowest first. */
  late: Delivery[]
}

const lateMax = 10

/** Percentiles are times that something took: the smallest that so many did not exceed. Pure. */
export function summariseDeliveries(deliveries: readonly Delivery[]): DeliverySummary {
  const sorted = deliveries.map(({ seconds }) => seconds).sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
  const late = deliveries.filter(({ seconds, objectiveSeconds }) => seconds > objectiveSeconds)
  return {
    count: deliveries.length,
    kept: deliveries.length - late.length,
    medianSeconds: at(0.5),
    p95Seconds: at(0.95),
    late: late.toSorted((a, b) => b.seconds - a.seconds).slice(0, lateMax),
  }
}
