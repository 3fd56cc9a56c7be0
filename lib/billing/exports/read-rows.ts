import { inOrder } from './in-order'
import { planRanges } from './plan-ranges'
import {
  documentColumns,
  everyLine,
  lineColumns,
  noValues,
  usageColumns,
  usageLines,
} from './queries/columns'
import {
  type ExportScope,
  type ListedDocument,
  listExportedDocuments,
  type RowBatch,
  renderDocuments,
  renderLines,
  renderTaxes,
} from './queries/document-rows'
import { focusColumnNames, focusLineColumns, focusLineValues, focusTaxColumns } from './queries/focus-columns'
import { paymentColumns, renderPayments } from './queries/payment-rows'
import type { Column, RowFormat } from './queries/render-row'
import { usageRecordColumns } from './queries/usage-records'
import type { Read } from './read'
import { readUsageRecords, usageScope } from './read-usage-records'

export type TableKind = 'documents' | 'lines' | 'usage' | 'usage_records' | 'payments' | 'focus'

/** The size of one read, and how many run at once. */
export type ReadSizes = { documents: number; rows: number; concurrent: number }

/** One batch is rendered while another is sent to the client. */
const fileSizes: ReadSizes = { documents: 200, rows: 5_000, concurrent: 2 }

/** `now`: open usage is listed up to this instant. */
export type TableScope = ExportScope & { now: Date }

/** Column names of a table, in order. */
export function columnNames(kind: TableKind): readonly string[] {
  if (kind === 'focus') return focusColumnNames
  return columnsOf[kind].map(({ name }) => name)
}

const columnsOf: Readonly<Record<Exclude<TableKind, 'focus'>, readonly Column[]>> = {
  documents: documentColumns,
  lines: lineColumns,
  usage: usageColumns,
  usage_records: usageRecordColumns,
  payments: paymentColumns,
}

/**
 * The rows of a table as bytes, in batches, ordered by document number and line. Issued documents never change, so
 * consecutive batches form one consistent state.
 */
export async function* readRows(
  read: Read,
  kind: TableKind,
  format: RowFormat,
  scope: TableScope,
  sizes: ReadSizes = fileSizes,
): AsyncGenerator<RowBatch> {
  if (kind === 'usage_records') {
    yield* readUsageRecords(read, format, usageScope(scope, scope.now), sizes.rows)
    return
  }
  if (kind === 'payments') {
    yield* readPayments(read, format, scope, sizes.rows)
    return
  }
  yield* inOrder(readings(read, kind, format, scope, sizes), sizes.concurrent)
}

/** Consecutive reads. The reads of the next page of documents start while the last ones run. */
async function* readings(
  read: Read,
  kind: Exclude<TableKind, 'payments' | 'usage_records'>,
  format: RowFormat,
  scope: ExportScope,
  sizes: ReadSizes,
): AsyncGenerator<() => Promise<RowBatch>> {
  const columns = kind === 'focus' ? focusLineColumns : columnsOf[kind]
  const only = kind === 'usage' ? usageLines : everyLine
  const values = kind === 'focus' ? focusLineValues : noValues
  let isFirst = true
  for await (const page of documentPages(read, scope, sizes.documents)) {
    const ids = page.map(({ id }) => id)
    if (kind === 'documents') yield () => read((tx) => renderDocuments(tx, ids, columns, format))
    else
      for (const range of planRanges(page, isFirst, sizes.rows))
        yield () => read((tx) => renderLines(tx, range, { columns, format, only, values }))
    if (kind === 'focus') yield () => read((tx) => renderTaxes(tx, ids, focusTaxColumns, format))
    isFirst = false
  }
}

/** Documents of the scope, page by page, in number order. */
export async function* documentPages(
  read: Read,
  scope: ExportScope,
  perPage = fileSizes.documents,
): AsyncGenerator<ListedDocument[]> {
  for (let after = ''; ; ) {
    const number = after
    const page = await read((tx) => listExportedDocuments(tx, scope, number, perPage))
    if (page.length > 0) yield page
    if (page.length < perPage) return
    after = page.at(-1)?.number ?? ''
  }
}

async function* readPayments(
  read: Read,
  format: RowFormat,
  scope: ExportScope,
  perBatch: number,
): AsyncGenerator<RowBatch> {
  for (let after: string | null = ''; after !== null; ) {
    const id: string = after
    const { last, ...batch } = await read((tx) => renderPayments(tx, scope, id, format, perBatch))
    if (batch.rows > 0) yield batch
    after = last
  }
}
