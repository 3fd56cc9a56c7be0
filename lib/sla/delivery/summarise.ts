/** The delivery time of one resource from its accepted order to its first answer, and its objective. Seconds. */
export type Delivery = { id: string; name: string; seconds: number; objectiveSeconds: number }

export type DeliverySummary = {
  count: number
  /** Deliveries within the objective. */
  kept: number
  /** Null without deliveries. */
  medianSeconds: number | null
  p95Seconds: number | null
  /** Deliveries that missed the objective, slowest first. */
  late: Delivery[]
}

const lateMax = 10

/** Percentiles are actual values: the smallest that this share did not exceed. Pure. */
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
