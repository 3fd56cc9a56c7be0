import { beforeAll, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { addInstance } from '~/lib/resources/testing/resources'
import { receiveMetering } from '~/lib/usage'
import { asLines, meterContext } from '~/lib/usage/traffic/testing/meters'
import { makeBuyer } from '~/testing/buyer'
import { type Estate, workerAt } from '~/testing/estate'
import { billOrganisation } from '../runs/bill-organisation'
import { makeMeteredEstate } from '../testing/metered-estate'
import { type ExportFormat, type ExportKind, exportKinds, formatsOf } from './kinds'
import { dialects, type TextFormat } from './parse-records'
import { previewExport, readExportHead } from './preview-export'
import type { Read } from './read'
import { readRows } from './read-rows'
import { rowsOfExport } from './testing/file-of-export'

const { sql } = useTestDatabase()
const closing = new Date('2026-11-03T06:00:00Z')
const looking = new Date('2026-11-10T09:00:00Z')
let estate: Estate
const accountant = () => estate.own.as('billing', looking)

beforeAll(async () => {
  const metered = await makeMeteredEstate(sql, { includedMebibytes: 1_000n })
  estate = metered.estate
  await sql`update projects set name = '=SUM("A;1") <é&>', cost_centre = 'DSI;12' where organisation_id = ${estate.own.organisationId}`
  const servers = []
  for (let index = 0; index < 14; index += 1)
    servers.push(
      await addInstance(estate, { name: `web-${index}`, at: new Date('2026-09-20T10:00:00.500Z') }),
    )
  const events = servers.map((resourceId, index) => ({
    key: `${index}`,
    resourceId,
    at: new Date('2026-10-25T00:30:00Z'),
    quantity: 900_000_001,
  }))
  await receiveMetering(meterContext(new Date('2026-10-25T00:31:00Z')), {
    secret: metered.secret,
    text: asLines(events),
  })
  for (const period of ['2026-09', '2026-10'])
    await billOrganisation(workerAt(closing), {
      organisationId: estate.own.organisationId,
      period,
      mode: 'final',
    })
})

/** Documents were issued in November; October was used and is accrued at its end. */
const periodOf = (kind: ExportKind) =>
  kind === 'usage_records' || kind === 'accruals' ? '2026-10' : '2026-11'
const all = exportKinds
  .filter((kind) => kind !== 'payments')
  .flatMap((kind) => formatsOf[kind].map((format): [ExportKind, ExportFormat] => [kind, format]))

test.each(all)(
  'the preview of %s in %s is the head of its file, and counts its rows',
  async (kind, format) => {
    const input = { kind, format, period: periodOf(kind) }
    const rows = await rowsOfExport(accountant(), input)
    const heads = dialects[format as TextFormat]?.hasHead ? 1 : 0
    const { records, total } = await readExportHead(accountant(), input)
    expect(records.map(withoutEnd)).toEqual(rows.slice(0, 10 + heads).map(withoutEnd))
    expect(total).toBe(rows.length - heads)
    expect(total).toBeGreaterThan(1)
  },
)

/** The last row of a sheet is followed by the end of the sheet. */
const withoutEnd = (row: string) => row.replace('</sheetData></worksheet>', '')

test('a preview of a table has its columns and one cell for each', async () => {
  for (const [kind, format] of all.filter(([, each]) => !['jsonl', 'zip', 'entries_ebp'].includes(each))) {
    const { columns, rows } = await previewExport(accountant(), { kind, format, period: periodOf(kind) })
    expect(rows.length).toBeGreaterThan(1)
    for (const row of rows) expect(row.length, `${kind} ${format}`).toBe(columns?.length)
  }
})

test('cells are as in the file: quoted fields, entities and days of a workbook', async () => {
  const cells = async (format: ExportFormat) => {
    const { columns, rows } = await previewExport(accountant(), { kind: 'lines', format, period: '2026-11' })
    const row = rows.find((each) => each[columns?.indexOf('project') ?? 0]) ?? []
    return Object.fromEntries((columns ?? []).map((name, index) => [name, row[index]]))
  }
  const issued = { issued_on: '03/11/2026', to: '2026-10-01 00:00:00' }
  expect(await cells('csv_fr')).toMatchObject({
    ...issued,
    project: `'=SUM("A;1") <é&>`,
    cost_centre: 'DSI;12',
  })
  expect(await cells('xlsx')).toMatchObject({
    issued_on: '03/11/2026',
    to: '01/10/2026 00:00:00',
    project: '=SUM("A;1") <é&>',
  })
})

test('a preview lists the lines of formats without columns', async () => {
  const { columns, rows } = await previewExport(accountant(), {
    kind: 'lines',
    format: 'jsonl',
    period: '2026-11',
  })
  expect([columns, rows[0]?.length, rows.length]).toEqual([null, 1, 10])
})

test('the reading stops after ten rows', async () => {
  let reads = 0
  let rendered = 0
  const counting: Read = async (run) => {
    reads += 1
    return withOrganisation(accountant(), run)
  }
  const scope = { period: '2026-11', organisationId: estate.own.organisationId, now: looking }
  const sizes = { documents: 10, rows: 10, concurrent: 1 }
  for await (const { rows } of readRows(counting, 'lines', 'csv', scope, sizes)) {
    rendered += rows
    if (rendered >= 10) break
  }
  expect(rendered).toBeLessThan(20)
  // The documents, and two ranges of lines: one shown, one begun.
  expect(reads).toBeLessThanOrEqual(3)
})

test('a preview needs the rights of the export, and shows only the own organisation', async () => {
  const input = { kind: 'lines', format: 'csv', period: '2026-11' } as const
  for (const role of ['technical', 'approver'] as const)
    await expect(previewExport(estate.own.as(role, looking), input)).rejects.toMatchObject({
      code: 'forbidden',
    })
  const other = await makeBuyer(sql)
  expect(await previewExport(other.as('owner', looking), input)).toMatchObject({ rows: [], total: 0 })
  const zip = { ...input, format: 'zip' } as const
  await expect(previewExport(accountant(), zip)).rejects.toMatchObject({
    field: 'format',
    params: { reason: 'format_of_another_kind' },
  })
  const year = { kind: 'fec', format: 'txt', period: '2026' } as const
  await expect(previewExport(accountant(), year)).rejects.toMatchObject({ field: 'period' })
})
