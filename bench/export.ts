/**
 * Exports of a month of `--rows` invoiced lines (five million by default) as CSV for Excel, plain CSV, JSON lines,
 * FOCUS and XLSX, each read to its end and discarded. The limit for comparison is PostgreSQL's own COPY of the same
 * columns through the same process. A third of the lines cover a part of the month. Memory is the growth of the
 * process during the export; the processor time of this process and the database is independent of other load.
 */
import postgres from 'postgres'
import { closeDatabase, configureDatabase } from '../db/client.ts'
import { startThrowawayPostgres } from '../db/embedded/index.ts'
import { systemTestContext } from '../db/testing/contexts.ts'
import { cloneTemplate, prepareTemplate, testEncryptionKey } from '../db/testing/template.ts'
import { insertSeller } from '../lib/billing/exports/testing/issue-document.ts'
import { openSystemExport } from '../lib/billing/index.ts'
import { makeBuyers } from '../testing/buyer.ts'
import { databaseCpu } from './support/database-cpu.ts'
import { option } from './support/option.ts'

const linesPerDocument = 2_500
const period = '2026-10'
/** The month in which they were issued, which is the file's month. */
const issuedIn = '2026-11'
const mebibyte = 1_048_576

type Measured = { seconds: number; cpuSeconds: number; bytes: number; firstByteMs: number; grownMib: number }

export async function run(args: string[]): Promise<Record<string, number | string>> {
  const rows = Number(option(args, '--rows') ?? 5_000_000)
  const server = await startThrowawayPostgres()
  await prepareTemplate(server.adminUrl)
  const database = await cloneTemplate(server.adminUrl)
  process.env.ENCRYPTION_KEY ??= testEncryptionKey
  configureDatabase(database.urls)
  const sql = postgres(database.roleUrl('andromede_migrator'), { max: 1, onnotice: () => undefined })
  try {
    console.error(`laying down ${rows} invoiced lines`)
    const documents = Math.ceil(rows / linesPerDocument)
    await fill(sql, database, documents)
    const ofExport = (kind: 'lines' | 'focus', format: 'csv_fr' | 'csv' | 'jsonl' | 'xlsx') => () =>
      openSystemExport(systemTestContext(), { kind, format, period: issuedIn, organisationId: null }).then(
        ({ stream }) => stream,
      )
    const ofCopy = async () => (await sql.unsafe(copyText).readable()) as AsyncIterable<Uint8Array>
    const databaseSeconds = await databaseCpu(sql)
    const measured = (open: () => Promise<AsyncIterable<Uint8Array>>) => measure(databaseSeconds, open)
    await measured(ofCopy)
    const copy = await measured(ofCopy)
    const exports = {
      csv: await measured(ofExport('lines', 'csv_fr')),
      plainCsv: await measured(ofExport('lines', 'csv')),
      jsonl: await measured(ofExport('lines', 'jsonl')),
      focus: await measured(ofExport('focus', 'csv')),
      xlsx: await measured(ofExport('lines', 'xlsx')),
    }
    const all = Object.values(exports)
    return {
      rows: documents * linesPerDocument,
      ...figures('copy', copy),
      ...Object.assign(
        {},
        ...Object.entries(exports).map(([name, each]) => ({
          ...figures(name, each),
          [`${name}ShareOfCopy`]: `${Math.round((100 * copy.seconds) / each.seconds)} %`,
        })),
      ),
      firstByteMs: Math.round(Math.max(...all.map(({ firstByteMs }) => firstByteMs))),
      grownMib: Math.max(...all.map(({ grownMib }) => grownMib)),
    }
  } finally {
    await sql.end()
    await closeDatabase()
    await server.stop()
  }
}

const figures = (name: string, { seconds, cpuSeconds, bytes }: Measured) => ({
  [`${name}Seconds`]: round(seconds),
  [`${name}CpuSeconds`]: round(cpuSeconds),
  [`${name}Mib`]: Math.round(bytes / mebibyte),
})

const round = (seconds: number) => Math.round(seconds * 10) / 10

async function measure(
  databaseSeconds: () => number,
  open: () => Promise<AsyncIterable<Uint8Array>>,
): Promise<Measured> {
  const before = process.memoryUsage().rss
  const [begun, cpuBefore, databaseBefore] = [performance.now(), process.cpuUsage(), databaseSeconds()]
  let [bytes, firstByteMs, most] = [0, 0, before]
  for await (const chunk of await open()) {
    if (bytes === 0) firstByteMs = performance.now() - begun
    bytes += chunk.length
    most = Math.max(most, process.memoryUsage().rss)
  }
  const seconds = (performance.now() - begun) / 1_000
  const { user, system } = process.cpuUsage(cpuBefore)
  const cpuSeconds = (user + system) / 1_000_000 + databaseSeconds() - databaseBefore
  return { seconds, cpuSeconds, bytes, firstByteMs, grownMib: Math.round((most - before) / mebibyte) }
}

/** The same columns of the same rows, as COPY writes them. */
const copyText = `copy (
  select d.number, d.issued_on, l.position, l.kind, coalesce(b.customer_code, d.organisation_id), l.label, l.detail,
    l.resource_id, l.meter, l.project_name, l.cost_centre, l.tags, l.started_at, l.ended_at, l.used_seconds,
    l.billed_seconds, l.micro_cents_per_hour, l.list_micro_cents_per_hour, l.net_cents, l.vat_category, l.vat_rate_basis_points
  from billing_document_lines l join billing_documents d on d.id = l.document_id
  left join billing_profiles b on b.organisation_id = d.organisation_id
  where d.period = '${period}' and d.state = 'final'
) to stdout with (format csv)`

async function fill(
  sql: postgres.Sql,
  database: Awaited<ReturnType<typeof cloneTemplate>>,
  documents: number,
): Promise<void> {
  const seller = await insertSeller(sql)
  const [organisation] = await makeBuyers(database.sql, 1)
  const organisationId = organisation?.organisationId ?? ''
  await sql`
    insert into billing_documents (id, organisation_id, selling_entity_id, kind, state, period, grouping_key, net_cents, vat_cents, gross_cents, content, content_sha256, created_at)
    select 'inv_bench' || lpad(i::text, 8, '0'), ${organisationId}, ${seller}, 'invoice', 'draft', ${period}, '', 0, 0, 0, '{}', '', now()
    from generate_series(1, ${documents}::int) i`
  await sql`
    insert into billing_document_lines (document_id, position, organisation_id, kind, label, detail, resource_id, resource_kind, meter, project_name, cost_centre, tags, usage_period, started_at, ended_at, used_seconds, billed_seconds, micro_cents_per_hour, net_cents, vat_category, vat_rate_basis_points)
    select 'inv_bench' || lpad(d::text, 8, '0'), n, ${organisationId}, 'usage', 'Essentiel 4 · calcul', 'serveur-' || n || ', PAR1',
      'ins_01k' || lpad((d * 10000 + n)::text, 23, '0'), 'instance', 'compute', 'Portail', 'DSI-12', '{"env": "production"}', ${period},
      case n % 3 when 0 then '2026-10-12T08:30:15.25Z'::timestamptz else '2026-09-30T22:00:00Z' end,
      case n % 3 when 0 then '2026-10-29T17:05:00Z'::timestamptz else '2026-10-31T23:00:00Z' end, 2682000, 2592000, 4900000, 3528, 'S', 2000
    from generate_series(1, ${documents}::int) d, generate_series(1, ${linesPerDocument}::int) n`
  await sql`
    update billing_documents set state = 'final', series = 'FAC-2026', number = 'FAC-2026-' || right(id, 8), issued_on = '2026-11-03', due_on = '2026-12-03', finalised_at = now()`
  await sql`vacuum analyze billing_document_lines`
  await sql`vacuum analyze billing_documents`
}
