import type { Id } from '~/lib/kernel/ids'

/** An organisation's cost watch and its anomalies; cents without VAT, as texts. */
export type CostWatchView = {
  isOn: boolean
  minimumEuros: number
  anomalies: {
    projectId: Id<'project'>
    project: string
    /** A day of Paris, `2026-11-25`. */
    day: string
    cents: string
    expectedCents: string
    allowedCents: string
    causes: { resourceId: string; name: string; cents: string; usualCents: string }[]
  }[]
}
