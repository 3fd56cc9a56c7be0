import { Readable } from 'node:stream'
import type { ExportScope } from '~/db/queries/billing/exports/document-rows'
import type { ExportFormat } from './kinds'
import { openZip } from './open-zip'
import { columnNames, type Read, type RowChunk, readRows, type TableKind } from './read-rows'

export type TableFormat = Extract<ExportFormat, 'csv_fr' | 'csv' | 'xlsx' | 'jsonl'>
/** Called after each batch with the rows written so far. */
export type Progress = (rows: number) => void

const byteOrderMark = '\ufeff'

/** A table as a file, in a stream that takes the same memory whatever its length. */
export function writeTable(
  read: Read,
  kind: TableKind,
  format: TableFormat,
  scope: ExportScope,
  progress: Progress = () => undefined,
): Readable {
  const names = columnNames(kind)
  if (format === 'xlsx') return workbook(names, counted(readRows(read, kind, 'sheet', scope), progress))
  const rows = counted(readRows(read, kind, format, scope), progress)
  // Few large texts: without a limit the stream would read 16 of them ahead.
  return Readable.from(withHead(headOf(names, format), rows), { highWaterMark: 1 })
}

/** The head leaves before anything is read: whoever asks sees at once that the file comes. */
async function* withHead(head: string, rows: AsyncIterable<string>): AsyncGenerator<Buffer> {
  if (head !== '') yield Buffer.from(head, 'utf8')
  for await (const text of rows) yield Buffer.from(text, 'utf8')
}

function headOf(names: readonly string[], format: 'csv_fr' | 'csv' | 'jsonl'): string {
  if (format === 'jsonl') return ''
  if (format === 'csv') return `${names.join(',')}\n`
  return `${byteOrderMark}${names.join(';')}\r\n`
}

async function* counted(chunks: AsyncIterable<RowChunk>, progress: Progress): AsyncGenerator<string> {
  let rows = 0
  for await (const chunk of chunks) {
    rows += chunk.rows
    yield chunk.text
    progress(rows)
  }
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const contentTypes = 'http://schemas.openxmlformats.org/package/2006/content-types'
const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** What is the same in every workbook of one sheet. The styles are those that rows name: day, instant, amount. */
const parts: readonly (readonly [string, string])[] = [
  [
    '[Content_Types].xml',
    `<Types xmlns="${contentTypes}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${spreadsheet}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${spreadsheet}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${spreadsheet}.styles+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="Export" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
  ],
  [
    'xl/styles.xml',
    `<styleSheet xmlns="${main}"><numFmts count="3"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy hh:mm:ss"/><numFmt numFmtId="166" formatCode="#,##0.00"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="166" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`,
  ],
]

function workbook(names: readonly string[], rows: AsyncIterable<string>): Readable {
  const { zip, stream } = openZip()
  for (const [name, body] of parts) zip.addBuffer(Buffer.from(declaration + body, 'utf8'), name)
  const sheet = Readable.from(sheetText(names, rows), { highWaterMark: 1 })
  sheet.on('error', (error) => stream.destroy(error))
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml')
  zip.end()
  return stream
}

async function* sheetText(names: readonly string[], rows: AsyncIterable<string>): AsyncGenerator<Buffer> {
  const cells = names.map((name) => `<c s="4" t="inlineStr"><is><t>${name}</t></is></c>`).join('')
  yield Buffer.from(
    `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData><row>${cells}</row>`,
  )
  for await (const text of rows) yield Buffer.from(text, 'utf8')
  yield Buffer.from('</sheetData></worksheet>')
}
