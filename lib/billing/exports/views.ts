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

/** The first rows of an export; without columns each row is one line of the file, or a name in a ZIP. */
export type ExportPreviewView = {
  kind: ExportKind
  format: ExportFormat
  period: string
  columns: string[] | null
  rows: string[][]
  /** Rows of the whole file, without its header. */
  total: number
}

/** Exports offered on the page. */
export type ExportOfferView = {
  /** Months with issued documents, for a buyer also the last finished month; latest first. */
  periods: string[]
  kinds: { kind: ExportKind; formats: ExportFormat[] }[]
  /** Why no FEC is offered; null when one is. */
  lacksFec: 'public_body' | 'siren' | null
  /** The current month: its files are provisional. */
  openPeriod: string
  /**
   * Accounting years of the seller's own FEC, latest first; none for a buyer. A year with incomplete books is
   * provisional.
   */
  years: { year: string; isProvisional: boolean }[]
  /** Accounts of the purchase journal, as editable text; null for an organisation without one. */
  purchaseAccounts: string | null
}

/** Usage not invoiced on the last day of a month; cents as texts. */
export type AccrualsView = {
  lastDay: string
  isPublicBody: boolean
  rows: {
    /** The later invoice; null while there is none. */
    invoice: string | null
    costCentre: string | null
    account: string
    netCents: string
    vatCents: string
    grossCents: string
  }[]
}
