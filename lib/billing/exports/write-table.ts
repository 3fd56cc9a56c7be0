import { Readable } from 'node:stream'
import type { ExportFormat } from './kinds'
import type { RowBatch } from './queries/document-rows'
import type { Read } from './read'
import { columnNames, type ReadSizes, readRows, type TableKind, type TableScope } from './read-rows'
import { writeWorkbook } from './write-workbook'

export type TableFormat = Extract<ExportFormat, 'csv_fr' | 'csv' | 'xlsx' | 'jsonl'>
/** Called after each batch with the rows written so far. */
export type Progress = (rows: number) => void

const byteOrderMark = '\ufeff'

/** A table as a file stream; memory use does not depend on its length. */
export function writeTable(
  read: Read,
  kind: TableKind,
  format: TableFormat,
  scope: TableScope,
  progress: Progress = () => undefined,
  sizes?: ReadSizes,
): Readable {
  const names = columnNames(kind)
  const rows = readRows(read, kind, format === 'xlsx' ? 'sheet' : format, scope, sizes)
  const batches = counted(rows, progress)
  if (format === 'xlsx') return writeWorkbook(names, batches)
  // Few large chunks: with the default limit the stream would read 16 of them ahead.
  return Readable.from(withHead(headOf(names, format), batches), { highWaterMark: 1 })
}

/** Sends the header before the first read, so that the download starts at once. */
async function* withHead(head: string, batches: AsyncIterable<RowBatch>): AsyncGenerator<Buffer> {
  if (head !== '') yield Buffer.from(head, 'utf8')
  for await (const { pieces } of batches) yield* pieces
}

function headOf(names: readonly string[], format: 'csv_fr' | 'csv' | 'jsonl'): string {
  if (format === 'jsonl') return ''
  if (format === 'csv') return `${names.join(',')}\n`
  return `${byteOrderMark}${names.join(';')}\r\n`
}

async function* counted(batches: AsyncIterable<RowBatch>, progress: Progress): AsyncGenerator<RowBatch> {
  let rows = 0
  for await (const batch of batches) {
    yield batch
    rows += batch.rows
    progress(rows)
  }
}
