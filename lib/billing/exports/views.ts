import type { Id } from '~/lib/kernel/ids'
import type { ExportFormat, ExportKind } from './kinds'

/** An export prepared in the background, as a page shows it. */
export type PreparedExportView = {
  id: Id<'export'>
  kind: ExportKind
  format: ExportFormat
  period: string
  fileName: string
  state: 'waiting' | 'running' | 'ready' | 'failed'
  rows: number
  bytes: number
  createdAt: string
  expiresAt: string
}

/** What the page of exports offers. */
export type ExportOfferView = {
  /** Months in which something was issued, and for a buyer the last that ended; latest first. */
  periods: string[]
  kinds: { kind: ExportKind; formats: ExportFormat[] }[]
  /** The month that is not over: its files are provisional. */
  openPeriod: string
  /** Accounting years of the seller's own FEC, latest first; none for a buyer. One whose books are not complete is provisional. */
  years: { year: string; isProvisional: boolean }[]
  /** Accounts of the purchase journal, as a text to edit; null for who keeps none. */
  purchaseAccounts: string | null
}

/** What had not been invoiced at the last day of a month; cents as texts. */
export type AccrualsView = {
  lastDay: string
  isPublicBody: boolean
  rows: {
    /** The invoice that has come since; null while none has. */
    invoice: string | null
    costCentre: string | null
    account: string
    netCents: string
    vatCents: string
    grossCents: string
  }[]
}
