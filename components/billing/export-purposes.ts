import type { ExportKind } from '~/lib/billing/client'

/** What people want an export for, in the order of the page, each with its kinds. */
export const exportPurposes = [
  ['software', ['documents', 'entries', 'payments', 'accruals']],
  ['audit', ['fec']],
  ['control', ['lines', 'usage', 'usage_records', 'focus']],
  ['originals', ['originals']],
] as const satisfies readonly (readonly [string, readonly ExportKind[]])[]
