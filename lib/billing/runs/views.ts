import type { BillingRunMode } from '~/db/schema/billing-runs'
import type { Id } from '~/lib/kernel/ids'

/** A run in the list of runs. */
export type RunSummary = {
  id: Id<'billingRun'>
  period: string
  mode: BillingRunMode
  state: 'running' | 'done'
  organisations: number
  finished: number
  refused: number
  documents: number
  netCents: string
  startedAt: string
}
