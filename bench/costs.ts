/**
 * The cost explorer of an organisation with 1,000 servers over twelve months: `readCosts` in this process on its own
 * PostgreSQL, once for each grouping. Each server was stopped and started once a month while its disk was billed
 * throughout; eleven months are invoiced.
 */
import postgres from 'postgres'
import { closeDatabase, configureDatabase } from '../db/client.ts'
import { startThrowawayPostgres } from '../db/embedded/index.ts'
import { cloneTemplate, prepareTemplate, testEncryptionKey } from '../db/testing/template.ts'
import { insertSeller } from '../lib/billing/exports/testing/issue-document.ts'
import { readCosts } from '../lib/billing/index.ts'
import { type Estate, makeEstate } from '../testing/estate.ts'
import { percentile } from './support/percentile.ts'

const servers = 1_000
const rounds = 20
const warmUps = 3
const now = new Date('2026-11-25T10:00:00Z')
const groupings = ['project', 'resource', 'tag', 'cost_centre', 'meter'] as const

export async function run(): Promise<Record<string, number>> {
  const server = await startThrowawayPostgres()
  await prepareTemplate(server.adminUrl)
  const database = await cloneTemplate(server.adminUrl)
  process.env.ENCRYPTION_KEY ??= testEncryptionKey
  configureDatabase(database.urls)
  const url = new URL(server.adminUrl)
  url.pathname = `/${database.name}`
  const sql = postgres(url.href, { max: 1, onnotice: () => undefined })
  try {
    const estate = await makeEstate(database.sql)
    await fill(sql, estate, await insertSeller(sql))
    const reader = estate.own.as('billing', now)
    const figures: Record<string, number> = {}
    const all: number[] = []
    let firstMs = 0
    for (const by of groupings) {
      const times: number[] = []
      for (let round = -warmUps; round < rounds; round += 1) {
        const begun = performance.now()
        const { rows } = await readCosts(reader, { by, tagKey: 'service' })
        if (rows.length === 0) throw new Error('there is nothing to measure')
        if (round === -warmUps) firstMs = Math.max(firstMs, performance.now() - begun)
        if (round >= 0) times.push(performance.now() - begun)
      }
      all.push(...times)
      figures[`${by}P95Ms`] = percentile(times, 0.95)
    }
    return {
      servers,
      months: 12,
      p50Ms: percentile(all, 0.5),
      p95Ms: percentile(all, 0.95),
      ...figures,
      firstOfTheDayMs: Math.round(firstMs),
    }
  } finally {
    await sql.end()
    await closeDatabase()
    await server.stop()
  }
}

/** Past rows are inserted as they would be, without checking their references. */
async function fill(sql: postgres.Sql, estate: Estate, seller: string): Promise<void> {
  const { organisationId, projectId } = estate.own
  const { id: bundleId, prices } = estate.bundles.small
  await sql`set session_replication_role = replica`
  await sql`
    insert into instances (id, organisation_id, project_id, order_line_id, bundle_id, zone_id, image_id, host_id, name, state, tags, created_at)
    select 'ins_' || lpad(n::text, 26, '0'), ${organisationId}, ${projectId}, 'oln_x', ${bundleId}, ${estate.zone.zoneId}, ${estate.imageId}, 'hst_x',
      'web-' || n, 'running', jsonb_build_object('service', 'service-' || n % 20), now()
    from generate_series(1, ${servers}::int) n`
  await sql`
    insert into usage_intervals (id, organisation_id, project_id, resource_kind, resource_id, meter, bundle_id, price_version_id,
      order_line_id, cost_references, started_at, ended_at, micro_cents_per_hour, recorded_at, closed_recorded_at)
    select 'usi_' || lpad(n::text, 12, '0') || lpad(m::text, 6, '0') || p, ${organisationId}, ${projectId}, 'instance',
      'ins_' || lpad(n::text, 26, '0'), 'compute', ${bundleId}, ${prices.compute ?? ''}, 'oln_x', '{}', begins.at,
      case when m = 11 and p = 1 then null else begins.at + interval '10 days' end, 2450001, begins.at, begins.at
    from generate_series(1, ${servers}::int) n, generate_series(0, 11) m, generate_series(0, 1) p,
      lateral (select ('2025-12-01'::timestamp + make_interval(months => m, days => p * 14, secs => n)) at time zone 'Europe/Paris' as at) begins`
  await sql`
    insert into usage_intervals (id, organisation_id, project_id, resource_kind, resource_id, meter, bundle_id, price_version_id,
      order_line_id, cost_references, started_at, ended_at, micro_cents_per_hour, recorded_at)
    select 'usi_' || lpad(n::text, 26, '0'), ${organisationId}, ${projectId}, 'instance', 'ins_' || lpad(n::text, 26, '0'), 'root_disk',
      ${bundleId}, ${prices.root_disk ?? ''}, 'oln_x', '{}', '2025-11-30T23:00:00Z', null, 310007, '2025-11-30T23:00:00Z'
    from generate_series(1, ${servers}::int) n`
  await sql`
    insert into billing_documents (id, organisation_id, selling_entity_id, kind, state, period, grouping_key, series, number, issued_on, due_on,
      net_cents, vat_cents, gross_cents, content, content_sha256, finalised_at, created_at)
    select 'inv_' || lpad(m::text, 26, '0'), ${organisationId}, ${seller}, 'invoice', 'final', month.period, '', 'FAC', 'FAC-' || m,
      (month.period || '-03')::date, (month.period || '-28')::date, 0, 0, 0, '{}', '', now(), now()
    from generate_series(0, 10) m,
      lateral (select to_char('2025-12-01'::date + make_interval(months => m), 'YYYY-MM') as period) month`
  await sql`
    insert into billing_document_lines (document_id, position, organisation_id, kind, label, detail, resource_id, resource_kind, meter,
      project_id, project_name, cost_centre, tags, usage_period, started_at, ended_at, net_cents, vat_category, vat_rate_basis_points)
    select 'inv_' || lpad(m::text, 26, '0'), n * 2 + d, ${organisationId}, 'usage', 'small', 'web-' || n || ', PAR1', 'ins_' || lpad(n::text, 26, '0'),
      'instance', case d when 0 then 'compute' else 'root_disk' end, ${projectId}, 'Principal', 'DSI-12',
      jsonb_build_object('service', 'service-' || n % 20), month.period, now(), now(), 1176, 'S', 2000
    from generate_series(0, 10) m, generate_series(1, ${servers}::int) n, generate_series(0, 1) d,
      lateral (select to_char('2025-12-01'::date + make_interval(months => m), 'YYYY-MM') as period) month`
  await sql`set session_replication_role = origin`
  await sql`analyze`
}
