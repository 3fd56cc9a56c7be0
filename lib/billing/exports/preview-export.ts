import { authorize } from '~/lib/identity'
import { createKeptValues } from '~/lib/kernel/concurrency/kept-values'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { documentFileName } from '../einvoice/document-files'
import { countRows } from './count-rows'
import { type ExportInput, isTable, openExport, sourceOf } from './open-export'
import { cellsOf, dialects, fieldsOf, splitRecords, type TextFormat } from './parse-records'
import { countDocuments, listExportedDocuments, type RowBatch } from './queries/document-rows'
import { columnNames, type ReadSizes, readRows, type TableKind } from './read-rows'
import { refuseFormat } from './refuse-format'
import type { ExportPreviewView } from './views'
import { originalKinds } from './write-originals'
import { type TableFormat, writeTable } from './write-table'

export const previewRows = 10
/** A preview stops after its rows, so it reads few at once. */
const previewSizes: ReadSizes = { documents: previewRows, rows: previewRows, concurrent: 1 }
/** Usage is filtered within each range of lines: small ranges could be thousands without one. */
const sizesOf = (kind: TableKind): ReadSizes =>
  kind === 'usage' ? { ...previewSizes, documents: 50, rows: 1_000 } : previewSizes

/** A page that refreshes itself must not write the books of a month at each turn. */
const bookHeads = createKeptValues<ExportHead>({ freshMs: 30_000, most: 100 })

/** The first records of a file as they are in it, and how many rows it has; a ZIP is listed by its file names. */
export type ExportHead = { records: string[]; total: number }

/**
 * The first ten rows of an export of the organisation, written by the code of the file itself.
 *
 * @throws DomainError `invalid_input`, `state_forbids`, as the export does
 */
export async function previewExport(ctx: OpContext, input: ExportInput): Promise<ExportPreviewView> {
  const { records, total } = await readExportHead(ctx, input)
  const { kind, format, period } = input
  if (format === 'zip') return { ...input, columns: null, rows: records.map((name) => [name]), total }
  if (format === 'xlsx')
    return { ...input, columns: [...columnNames(kind as TableKind)], rows: records.map(cellsOf), total }
  const dialect = dialects[format]
  const [head, ...rest] = records.map((record) => fieldsOf(record, dialect))
  return dialect.hasHead
    ? { kind, format, period, columns: head ?? [], rows: rest, total }
    : { kind, format, period, columns: null, rows: head ? [head, ...rest] : [], total }
}

/** @throws DomainError as `previewExport` */
export async function readExportHead(ctx: OpContext, input: ExportInput): Promise<ExportHead> {
  authorize(ctx, 'billing:view')
  const organisationId = ctx.membership?.organisationId
  if (!organisationId) throw new DomainError('not_found')
  refuseFormat(input, organisationId)
  const { kind, format, period } = input
  const scope = { period, organisationId }
  if (!isTable(kind) && kind !== 'originals')
    return bookHeads.get(`${organisationId} ${kind} ${format} ${period}`, ctx.now, () =>
      headOfBooks(ctx, input),
    )
  const { read, asOf } = await sourceOf(ctx, input)
  if (kind === 'originals') {
    const perPage = previewRows / originalKinds.length
    const documents = await read((tx) => listExportedDocuments(tx, scope, '', perPage))
    return {
      records: documents.flatMap(({ number }) => originalKinds.map((each) => documentFileName(number, each))),
      total: (await read((tx) => countDocuments(tx, scope))) * originalKinds.length,
    }
  }
  const tableScope = { ...scope, now: asOf ?? ctx.now }
  const records =
    format === 'xlsx'
      ? await takeRows(readRows(read, kind, 'sheet', tableScope, sizesOf(kind)))
      : await takeRecords(
          writeTable(read, kind, format as TableFormat, tableScope, undefined, sizesOf(kind)),
          format as TextFormat,
        )
  return { records, total: await read((tx) => countRows(tx, kind, tableScope)) }
}

/** Books are written whole: their entries are numbered and balanced together. */
async function headOfBooks(ctx: OpContext, input: ExportInput): Promise<ExportHead> {
  const format = input.format as TextFormat
  const { encoding, hasHead } = dialects[format]
  const { stream } = await openExport(ctx, input)
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  const records = splitRecords(new TextDecoder(encoding).decode(Buffer.concat(chunks)), dialects[format])
  const heads = hasHead ? 1 : 0
  return { records: records.slice(0, previewRows + heads), total: records.length - heads }
}

/** Leaving the loop ends the stream, and with it the reading. */
async function takeRecords(stream: AsyncIterable<Uint8Array>, format: TextFormat): Promise<string[]> {
  const { encoding, hasHead } = dialects[format]
  const wanted = previewRows + (hasHead ? 1 : 0)
  const decoder = new TextDecoder(encoding)
  let text = ''
  let records: string[] = []
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true })
    records = splitRecords(text, dialects[format])
    if (records.length >= wanted) break
  }
  return records.slice(0, wanted)
}

/** Rows of a sheet, before they are packed into a workbook. */
async function takeRows(batches: AsyncIterable<RowBatch>): Promise<string[]> {
  const rows: string[] = []
  for await (const { pieces } of batches) {
    rows.push(
      ...(Buffer.concat(pieces)
        .toString('utf8')
        .match(/<row>.*?<\/row>/gs) ?? []),
    )
    if (rows.length >= previewRows) break
  }
  return rows.slice(0, previewRows)
}
