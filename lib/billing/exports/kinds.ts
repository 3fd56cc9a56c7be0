/** Row exports and their formats. Browser-safe. */
export const exportKinds = [
  'documents',
  'lines',
  'usage',
  'usage_records',
  'payments',
  'focus',
  'fec',
  'entries',
  'accruals',
  'originals',
] as const
export type ExportKind = (typeof exportKinds)[number]

export const exportFormats = [
  'csv_fr',
  'csv',
  'xlsx',
  'jsonl',
  'txt',
  'zip',
  'entries_csv',
  'entries_ebp',
] as const
export type ExportFormat = (typeof exportFormats)[number]

const tables = ['csv_fr', 'xlsx', 'csv', 'jsonl'] as const

/** The formats of each kind; the first is the one a French accountant opens. */
export const formatsOf: Readonly<Record<ExportKind, readonly ExportFormat[]>> = {
  documents: tables,
  lines: tables,
  usage: tables,
  usage_records: tables,
  payments: tables,
  focus: ['csv'],
  fec: ['txt'],
  entries: ['entries_csv', 'entries_ebp'],
  accruals: ['entries_csv', 'entries_ebp'],
  originals: ['zip'],
}

export const mediaTypes: Readonly<Record<ExportFormat, string>> = {
  csv_fr: 'text/csv; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jsonl: 'application/x-ndjson; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  zip: 'application/zip',
  entries_csv: 'text/csv; charset=utf-8',
  entries_ebp: 'text/plain; charset=windows-1252',
}

export const extensions: Readonly<Record<ExportFormat, string>> = {
  csv_fr: 'csv',
  csv: 'csv',
  xlsx: 'xlsx',
  jsonl: 'jsonl',
  txt: 'txt',
  zip: 'zip',
  entries_csv: 'csv',
  entries_ebp: 'txt',
}
