import type { BillingRunMode } from '~/db/schema/billing/runs'
import type { Id } from '~/lib/kernel/ids'

type RunFacts = {
  id: Id<'billingRun'>
  period: string
  mode: BillingRunMode
  state: 'running' | 'done'
  startedAt: string
}

/** A run in the list of runs. Cents are decimal strings, without VAT. */
export type RunSummary = RunFacts & {
  organisations: number
  finished: number
  refused: number
  documents: number
  netCents: string
}

/** The result of one organisation. */
export type RunItemView = {
  organisationId: Id<'organisation'>
  organisation: string
  state: 'waiting' | 'billed' | 'nothing_to_bill' | 'already_billed' | 'refused'
  documents: number
  netCents: string
  /** Of the month before, as issued; null without one. */
  previousNetCents: string | null
  /** A refusal code, or `unexpected`. */
  refusalCode: string | null
  refusalField: string
}

export type RunView = RunFacts & { items: RunItemView[] }
