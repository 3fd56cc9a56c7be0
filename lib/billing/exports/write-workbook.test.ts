import { expect, test } from 'vitest'
import { zipEntry } from './testing/zip-entry'
import { writeWorkbook } from './write-workbook'

/** Batches of numbered rows. */
async function* batchesOf(...sizes: number[]) {
  let row = 0
  for (const rows of sizes) {
    const pieces = Array.from({ length: rows }, () => Buffer.from(`<row><c><v>${++row}</v></c></row>`))
    yield { rows, pieces }
  }
}

async function written(rowsMax: number, ...sizes: number[]): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of writeWorkbook(['number'], batchesOf(...sizes), rowsMax)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const rowsOf = (zip: Buffer, sheet: number) =>
  [...(zipEntry(zip, `xl/worksheets/sheet${sheet}.xml`) ?? '').matchAll(/<v>(\d+)<\/v>/g)].map(([, n]) =>
    Number(n),
  )

test('rows beyond a sheet’s limit continue in further sheets, each with a header and a name', async () => {
  // Six rows plus headers: 3 + 2 of the first five fit, the sixth goes to the second sheet.
  const zip = await written(6, 3, 2, 1)
  expect(rowsOf(zip, 1)).toEqual([1, 2, 3, 4, 5])
  expect(rowsOf(zip, 2)).toEqual([6])
  expect(zipEntry(zip, 'xl/worksheets/sheet3.xml')).toBeNull()
  for (const sheet of [1, 2]) {
    const text = zipEntry(zip, `xl/worksheets/sheet${sheet}.xml`)
    expect(text).toContain('<t>number</t>')
    expect(text).toMatch(/<\/sheetData><\/worksheet>$/)
    expect(zipEntry(zip, '[Content_Types].xml')).toContain(`/xl/worksheets/sheet${sheet}.xml`)
    expect(zipEntry(zip, 'xl/_rels/workbook.xml.rels')).toContain(`Target="worksheets/sheet${sheet}.xml"`)
  }
  expect(zipEntry(zip, 'xl/workbook.xml')?.match(/<sheet name="[^"]*"/g)).toEqual([
    '<sheet name="Export"',
    '<sheet name="Export 2"',
  ])
})

test('a workbook without rows has one sheet with a header', async () => {
  const zip = await written(6)
  expect(rowsOf(zip, 1)).toEqual([])
  expect(zipEntry(zip, 'xl/worksheets/sheet2.xml')).toBeNull()
  expect(zipEntry(zip, 'xl/workbook.xml')).toContain('<sheet name="Export" sheetId="1" r:id="rId1"/>')
})
