/**
 * October of 2,000 organisations with 1,000 usage intervals each, from the rows to numbered invoices in the books.
 * Compared with single statements that rate the same rows and write the same lines with the same indexes. The run is
 * repeated, which must change nothing. The processor time of both is independent of other load.
 */
import { openBillingWorld } from './support/billing-world.ts'
import { databaseCpu } from './support/database-cpu.ts'
import { option } from './support/option.ts'

const closing = new Date('2026-11-03T06:00:00Z')

export async function run(args: string[]): Promise<Record<string, number | string>> {
  const organisations = Number(option(args, '--organisations') ?? 2_000)
  console.error(`laying down ${organisations * 1_000} rows of use`)
  const world = await openBillingWorld(organisations)
  const { carryOutRun, openRun } = await import('../lib/billing/index.ts')
  const { systemContext } = await import('../lib/kernel/system-context.ts')
  const ctx = systemContext('bench', closing)
  const { sql } = world
  try {
    const databaseSeconds = await databaseCpu(sql)
    const bare = await measured(databaseSeconds, () => sql.unsafe(setBased))
    const [limit] = await sql`select count(*)::int as lines, sum(net_cents)::text as net from barelines`
    await sql`drop table barelines`
    const billAll = async () => {
      const runId = await openRun(ctx, { period: '2026-10', mode: 'final' })
      await carryOutRun(ctx, { runId })
    }
    const run = await measured(databaseSeconds, billAll)
    const before = await fingerprint(sql)
    const again = await measured(databaseSeconds, billAll)
    const after = await fingerprint(sql)
    if (before.text !== after.text) throw new Error('running again changed a document')
    if (before.net !== limit?.net)
      throw new Error(`invoices of ${before.net} against ${limit?.net} by one statement`)
    return {
      usageRows: world.usageRows,
      invoices: before.invoices,
      lines: Number(limit?.lines),
      setBasedSeconds: round(bare.seconds),
      runSeconds: round(run.seconds),
      shareOfSetBased: `${Math.round((100 * bare.seconds) / run.seconds)} %`,
      cpuMsPerInvoice: Math.round((1_000 * run.cpuSeconds) / before.invoices),
      databaseCpuMsPerInvoice: Math.round((1_000 * run.databaseCpuSeconds) / before.invoices),
      setBasedCpuMsPerInvoice: Math.round((1_000 * bare.databaseCpuSeconds) / before.invoices),
      againSeconds: round(again.seconds),
      again: 'identical',
    }
  } finally {
    await world.close()
  }
}

type Measured = { seconds: number; cpuSeconds: number; databaseCpuSeconds: number }

async function measured(databaseSeconds: () => number, work: () => PromiseLike<unknown>): Promise<Measured> {
  const [begun, cpuBefore, databaseBefore] = [performance.now(), process.cpuUsage(), databaseSeconds()]
  await work()
  const { user, system } = process.cpuUsage(cpuBefore)
  return {
    seconds: (performance.now() - begun) / 1_000,
    cpuSeconds: (user + system) / 1_000_000,
    databaseCpuSeconds: databaseSeconds() - databaseBefore,
  }
}

const round = (seconds: number) => Math.round(seconds * 10) / 10

async function fingerprint(sql: Awaited<ReturnType<typeof openBillingWorld>>['sql']) {
  const [row] = await sql`
    select count(*)::int as invoices, sum(net_cents)::text as net,
      md5(string_agg(number || content_sha256, ',' order by number)) as text from billing_documents`
  return { invoices: Number(row?.invoices), net: String(row?.net), text: String(row?.text) }
}

/** The month rated in one statement: at most 720 hours per resource and meter, each line rounded once. */
const setBased = `
  create table barelines (like billing_document_lines including all);
  insert into barelines (document_id, position, organisation_id, kind, label, resource_id, resource_kind, bundle_id, meter,
    project_id, usage_period, started_at, ended_at, used_seconds, billed_seconds, micro_cents_per_hour, net_cents,
    vat_category, vat_rate_basis_points, bound)
  with used as (
    select *, greatest(started_at, '2026-09-30T22:00:00Z') as s, least(ended_at, '2026-10-31T23:00:00Z') as e,
      floor(extract(epoch from least(ended_at, '2026-10-31T23:00:00Z') - greatest(started_at, '2026-09-30T22:00:00Z')))::bigint as seconds
    from usage_intervals where started_at < '2026-10-31T23:00:00Z' and (ended_at is null or ended_at > '2026-09-30T22:00:00Z')
  ), billed as (
    select *, greatest(0, least(seconds, 2592000 - (sum(seconds) over (partition by resource_id, meter order by started_at) - seconds))) as billed
    from used
  )
  select 'inv_' || substr(organisation_id, 5), row_number() over (partition by organisation_id order by resource_id, meter),
    organisation_id, 'usage', b.name || ' · ' || meter, resource_id, max(resource_kind), bundle_id, meter, project_id, '2026-10',
    min(s), max(e), sum(seconds), sum(billed), micro_cents_per_hour,
    div(2 * micro_cents_per_hour * sum(billed) + 3600000000, 7200000000), 'S', 2000,
    '2026-10 2026-10 ' || resource_id || ' ' || meter || ' ' || project_id || ' ' || price_version_id || ' ' || micro_cents_per_hour || ' '
  from billed join bundles b on b.id = bundle_id
  group by organisation_id, project_id, resource_id, meter, bundle_id, b.name, price_version_id, micro_cents_per_hour`
