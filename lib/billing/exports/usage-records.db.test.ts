import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { withOrganisation, withSystem } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import { receiveMetering } from '~/lib/usage'
import { asLines, meterContext } from '~/lib/usage/traffic/testing/meters'
import { type Estate, workerAt } from '~/testing/estate'
import { decodeDocument } from '../invoices/document-codec'
import type { DocumentLine } from '../invoices/issued-document'
import { findDocument } from '../queries/documents'
import { billOrganisation } from '../runs/bill-organisation'
import { makeMeteredEstate } from '../testing/metered-estate'
import type { ExportFormat } from './kinds'
import { openExport, openSystemExport } from './open-export'
import { readUsageRecords, usageScope } from './read-usage-records'

const { sql } = useTestDatabase()
const closing = new Date('2026-11-03T06:00:00Z')
/** October in Paris, in seconds: one hour more than 31 days. */
const month = {
  from: Date.parse('2026-09-30T22:00:00Z') / 1_000,
  to: Date.parse('2026-10-31T23:00:00Z') / 1_000,
}
let estate: Estate
let secret: string
let servers: Id<'instance'>[]
let lines: DocumentLine[]

type Row = Record<string, string | number | null>

/** Consecutive intervals from August on; most cross a bound of October, some cover all of it. */
const anySpells = fc.array(
  fc.record({
    pause: fc.nat(1_500_000),
    lasts: fc.integer({ min: 1, max: 4_000_000 }),
    price: fc.constantFrom(2_450_001, 1_000_003),
    order: fc.constantFrom('BC-1', '=BC-2', null),
  }),
  { minLength: 1, maxLength: 12 },
)

beforeAll(async () => {
  ;({ estate, secret } = await makeMeteredEstate(sql, { includedMebibytes: 1_000n }))
  await sql`update projects set name = '=SUM("A1")', cost_centre = 'DSI;12' where organisation_id = ${estate.own.organisationId}`
  servers = []
  for (let index = 0; index < 12; index += 1)
    servers.push(
      await addInstance(estate, { name: `web-${index}`, at: new Date('2026-09-20T10:00:00.500Z') }),
    )
  // Half of them are metered by the product, the others are random intervals.
  const drawn = fc.sample(anySpells, { numRuns: 6, seed: 7 })
  for (const [index, spells] of drawn.entries()) {
    const server = servers[index] ?? ''
    const [was] = await sql`select * from usage_intervals where resource_id = ${server} and meter = 'compute'`
    await sql`update usage_intervals set ended_at = started_at where resource_id = ${server} and meter = 'compute' and ended_at is null`
    let at = Date.parse('2026-08-10T00:00:00Z') / 1_000
    for (const [place, { pause, lasts, price, order }] of spells.entries()) {
      const begin = at + pause
      at = begin + lasts
      const references = order ? { purchaseOrderNumber: order } : {}
      if (begin >= month.to) break
      await sql`insert into usage_intervals ${sql({
        ...was,
        id: `usi_${index}x${place}`,
        cost_references: references,
        started_at: new Date(begin * 1_000),
        ended_at: place === spells.length - 1 ? null : new Date(at * 1_000),
        micro_cents_per_hour: price,
      })}`
    }
  }
  const hours = [
    '2026-09-30T21:59:59Z',
    '2026-09-30T22:00:00Z',
    '2026-10-25T00:30:00Z',
    '2026-10-31T22:59:59Z',
  ]
  const events = servers.slice(0, 4).flatMap((resourceId, index) =>
    [...hours, '2026-10-25T01:30:00Z'].map((at, place) => ({
      key: `${index}-${place}`,
      resourceId,
      at: new Date(at),
      quantity: 700_000_001 * (index + 1) + place,
    })),
  )
  for (const { at } of events)
    await receiveMetering(meterContext(new Date(at.getTime() + 60_000)), {
      secret,
      text: asLines(events.filter((each) => each.at.getTime() === at.getTime())),
    })
  await billOrganisation(workerAt(closing), {
    organisationId: estate.own.organisationId,
    period: '2026-10',
    mode: 'final',
  })
  // Usage under a purchase order is on a separate invoice.
  const issued = await sql<{ id: Id<'invoice'> }[]>`select id from billing_documents where state = 'final'`
  lines = []
  for (const { id } of issued) {
    const document = await withSystem(workerAt(closing), (tx) => findDocument(tx, id))
    const { references, lines: each } = decodeDocument(document?.content)
    lines.push(...each.map((line) => ({ ...line, references: { ...references, ...line.references } })))
  }
})

const textOf = async (stream: AsyncIterable<Uint8Array>) => {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
const exported = async (period: string, format: ExportFormat, now = closing, of = estate.own) =>
  textOf((await openExport(of.as('reader', now), { kind: 'usage_records', format, period })).stream)
const rowsOf = async (period: string, now = closing): Promise<Row[]> => {
  const text = (await exported(period, 'jsonl', now)).trim()
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line))
}
const seconds = (row: Row, name: string) => Date.parse(`${row[name]}`) / 1_000
const tally = <T>(items: readonly T[], keyOf: (item: T) => string, of: (item: T) => number) => {
  const sums = new Map<string, number>()
  for (const item of items) sums.set(keyOf(item), (sums.get(keyOf(item)) ?? 0) + of(item))
  return new Map([...sums].filter(([, sum]) => sum !== 0).sort())
}

test('records of a month sum to the seconds on its invoice, used and billed', async () => {
  const rows = (await rowsOf('2026-10')).filter(({ record }) => record === 'interval')
  const billed = lines.filter(({ meter }) => meter && meter !== 'traffic_out')
  expect(billed.length).toBeGreaterThan(20)
  const ofRow = (row: Row) =>
    [row.resource_id, row.meter, row.price_eur_per_hour, row.purchase_order ?? '', row.project].join(' ')
  const ofLine = (line: DocumentLine) =>
    [
      line.resourceId,
      line.meter,
      Number(line.microCentsPerHour) / 100_000_000,
      line.references?.purchaseOrder ?? '',
      line.projectName,
    ].join(' ')
  const of = (name: string) => tally(rows, ofRow, (row) => Number(row[name]))
  expect(of('quantity')).toEqual(tally(billed, ofLine, (line) => Number(line.usedSeconds)))
  expect(of('billed_quantity')).toEqual(tally(billed, ofLine, (line) => Number(line.billedSeconds)))
  // Some exceed 720 hours and are billed less than used.
  expect(rows.some((row) => Number(row.billed_quantity) < Number(row.quantity))).toBe(true)
  // A record has the stated duration, lies in the month, and overlaps no other of its resource and meter.
  const ends = new Map<string, number>()
  for (const row of rows) {
    const [from, to] = [seconds(row, 'from_utc'), seconds(row, 'to_utc')]
    const key = `${row.resource_id} ${row.meter}`
    expect(to - from).toBe(row.quantity)
    expect(from).toBeGreaterThanOrEqual(Math.max(month.from, ends.get(key) ?? 0))
    expect(to).toBeLessThanOrEqual(month.to)
    ends.set(key, to)
  }
  // The metered intervals, read without the product's queries.
  const raw = await sql<{ key: string; begins: number; ends: number | null }[]>`
    select resource_id || ' ' || meter as key, extract(epoch from started_at)::float8 as begins,
      extract(epoch from ended_at)::float8 as ends from usage_intervals`
  const within = ({ begins, ends }: { begins: number; ends: number | null }) =>
    Math.max(0, Math.min(ends ?? month.to, month.to) - Math.max(begins, month.from))
  expect(
    tally(
      rows,
      (row) => `${row.resource_id} ${row.meter}`,
      (row) => Number(row.quantity),
    ),
  ).toEqual(tally(raw, ({ key }) => key, within))
})

test('hours of traffic sum to the mebibytes on the invoice', async () => {
  const rows = (await rowsOf('2026-10')).filter(({ record }) => record === 'traffic_hour')
  const bytes = tally(
    rows,
    (row) => `${row.resource_id}`,
    (row) => Number(row.quantity),
  )
  const billed = lines.filter(({ meter }) => meter === 'traffic_out')
  expect(billed).toHaveLength(4)
  for (const line of billed)
    expect(BigInt(Math.floor((bytes.get(line.resourceId ?? '') ?? 0) / 1_048_576))).toBe(line.usedMebibytes)
  expect(
    rows.filter((row) => row.resource_id === servers[0]).map((row) => [row.from_utc, row.to_utc]),
  ).toEqual([
    ['2026-09-30T22:00:00Z', '2026-09-30T23:00:00Z'],
    ['2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z'],
    ['2026-10-25T01:00:00Z', '2026-10-25T02:00:00Z'],
    ['2026-10-31T22:00:00Z', '2026-10-31T23:00:00Z'],
  ])
  expect(rows[0]).toMatchObject({
    unit: 'byte',
    meter: 'traffic_out',
    price_eur_per_gib: 0.01,
    project: '=SUM("A1")',
  })
})

test('slices of any length produce the same file', async () => {
  const scope = usageScope({ organisationId: estate.own.organisationId, period: '2026-10' }, closing)
  const inSlices = async (rows: number) => {
    const read = <T>(run: Parameters<typeof withOrganisation<T>>[1]) =>
      withOrganisation(estate.own.as('reader', closing), run)
    let text = ''
    for await (const { pieces } of readUsageRecords((run) => read((tx) => run(tx)), 'jsonl', scope, rows))
      text += Buffer.concat(pieces).toString('utf8')
    return text
  }
  const whole = await exported('2026-10', 'jsonl')
  for (const rows of [1, 2, 3, 7]) expect(await inSlices(rows)).toBe(whole)
})

test('a CSV has all columns, exports formulas as text, and writes instants in UTC', async () => {
  const text = await exported('2026-10', 'csv_fr')
  expect(text.startsWith('\ufeffrecord;record_id;customer_code;resource_kind;resource_id;resource;')).toBe(
    true,
  )
  expect(text).toContain('"\'=SUM(""A1"")";"DSI;12"')
  expect(text).toContain(`"'=BC-2"`)
  expect(text).toMatch(/;2026-10-\d\dT\d\d:\d\d:\d\dZ;/)
  expect(text).toContain(';2026-10-31T23:00:00Z;')
})

test('an unfinished month ends now, to the second', async () => {
  const now = new Date('2026-10-20T12:34:56.789Z')
  const rows = (await rowsOf('2026-10', now)).filter(({ record }) => record === 'interval')
  expect(
    rows
      .map((row) => `${row.to_utc}`)
      .sort()
      .at(-1),
  ).toBe('2026-10-20T12:34:56Z')
  expect(await rowsOf('2026-12', now)).toEqual([])
})

test('only the organisation’s members with access to bills can export its records', async () => {
  expect(await exported('2026-10', 'jsonl', closing, estate.foreign)).toBe('')
  await expect(
    openExport(estate.own.as('technical', closing), {
      kind: 'usage_records',
      format: 'csv',
      period: '2026-10',
    }),
  ).rejects.toMatchObject({ code: 'forbidden' })
  const all = await openSystemExport(workerAt(closing), {
    kind: 'usage_records',
    format: 'jsonl',
    period: '2026-10',
    organisationId: null,
  })
  expect(all.fileName).toBe('andromede-usage-records-2026-10.jsonl')
  expect(await textOf(all.stream)).toBe(await exported('2026-10', 'jsonl'))
})
