import { Readable } from 'node:stream'
import { openZip } from './open-zip'
import type { RowBatch } from './queries/document-rows'

/** Excel's row limit per sheet, header included. */
const sheetRowsMax = 1_048_576
/** Three times as fast as the default 6, for a file that is 5 to 20 % larger. */
const compressionLevel = 3

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const contentTypes = 'http://schemas.openxmlformats.org/package/2006/content-types'
const openXml = 'application/vnd.openxmlformats'
const spreadsheet = `${openXml}-officedocument.spreadsheetml`

/** Styles referenced by rows: day, instant, amount; the last is the header's. */
const styles = `<styleSheet xmlns="${main}"><numFmts count="3"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy hh:mm:ss"/><numFmt numFmtId="166" formatCode="#,##0.00"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="166" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`

const packageParts = `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

/**
 * Rows of sheet XML as a workbook; rows that no longer fit continue in the next sheet. The parts that list the sheets
 * come last in the file, because the number of sheets is known only after the last row.
 */
export function writeWorkbook(
  names: readonly string[],
  batches: AsyncIterable<RowBatch>,
  rowsMax: number = sheetRowsMax,
): Readable {
  const { zip, stream } = openZip()
  const addText = (name: string, text: string) => zip.addBuffer(Buffer.from(declaration + text, 'utf8'), name)
  const fill = async () => {
    addText('_rels/.rels', packageParts)
    addText('xl/styles.xml', styles)
    const rows = batches[Symbol.asyncIterator]()
    let next = await rows.next()
    let sheets = 0
    do {
      sheets += 1
      const sheet = Readable.from(take(), { highWaterMark: 1 })
      const ended = new Promise<void>((resolve, reject) => sheet.once('end', resolve).once('error', reject))
      zip.addReadStream(sheet, `xl/worksheets/sheet${sheets}.xml`, { compressionLevel })
      await ended
    } while (!next.done)
    const all = Array.from({ length: sheets }, (_, index) => index + 1)
    addText('xl/workbook.xml', workbookOf(all))
    addText('xl/_rels/workbook.xml.rels', relationsOf(all))
    addText('[Content_Types].xml', contentTypesOf(all))
    zip.end()

    async function* take(): AsyncGenerator<Buffer> {
      yield Buffer.from(sheetBegin(names))
      for (let room = rowsMax - 1; !next.done && next.value.rows <= room; next = await rows.next()) {
        room -= next.value.rows
        yield* next.value.pieces
      }
      yield Buffer.from('</sheetData></worksheet>')
    }
  }
  fill().catch((error: unknown) => stream.destroy(error as Error))
  return stream
}

function sheetBegin(names: readonly string[]): string {
  const cells = names.map((name) => `<c s="4" t="inlineStr"><is><t>${name}</t></is></c>`).join('')
  return `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData><row>${cells}</row>`
}

const workbookOf = (sheets: readonly number[]) =>
  `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets
    .map((n) => `<sheet name="Export${n === 1 ? '' : ` ${n}`}" sheetId="${n}" r:id="rId${n}"/>`)
    .join('')}</sheets></workbook>`

const relationsOf = (sheets: readonly number[]) =>
  `<Relationships xmlns="${packageRelations}">${sheets
    .map(
      (n) => `<Relationship Id="rId${n}" Type="${relations}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
    )
    .join(
      '',
    )}<Relationship Id="rId${sheets.length + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`

const contentTypesOf = (sheets: readonly number[]) =>
  `<Types xmlns="${contentTypes}"><Default Extension="rels" ContentType="${openXml}-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${spreadsheet}.sheet.main+xml"/>${sheets
    .map(
      (n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${spreadsheet}.worksheet+xml"/>`,
    )
    .join('')}<Override PartName="/xl/styles.xml" ContentType="${spreadsheet}.styles+xml"/></Types>`
