import postgres from 'postgres'
import { closeDatabase } from '../../db/client.ts'
import { makeSeller } from '../../lib/billing/testing/seller.ts'
import { makeEstate } from '../../testing/estate.ts'
import { openDurableDatabase } from './durable-database.ts'

const serversEach = 200
/** Of compute; the disk is billed throughout. */
const spellsEach = 4

export type BillingWorld = { sql: postgres.Sql; usageRows: number; close(): Promise<void> }

/**
 * A separate durable database in which so many organisations used a thousand intervals each in October 2026: two
 * hundred servers that were stopped and started three times, and their disks.
 */
export async function openBillingWorld(organisations: number): Promise<BillingWorld> {
  process.env.DATABASE_POOL_SIZE = '4'
  const { server, database } = await openDurableDatabase()
  const estate = await makeEstate(database.sql)
  await makeSeller(database.sql)
  const url = new URL(server.adminUrl)
  url.pathname = `/${database.name}`
  const sql = postgres(url.href, { max: 1, onnotice: () => undefined })
  const { id: bundleId, prices } = estate.bundles.small
  // Past rows are inserted as they would be, without checking their references.
  await sql`set session_replication_role = replica`
  await sql`alter table usage_intervals drop constraint usage_intervals_no_overlap`
  await sql`
    insert into organisations (id, kind, state, legal_name, siren, legal_form_label, legal_address, billing_contact_name,
      billing_contact_email, billing_address, directory_status, submitted_at, created_at)
    select 'org_' || lpad(n::text, 26, '0'), 'company', 'active', 'Atelier ' || n, lpad(n::text, 9, '0'), 'SAS', a, 'C', 'c@example.test', a,
      'verified', now(), now()
    from generate_series(1, ${organisations}::int) n,
      (select '{"line1":"1 rue du Test","postcode":"75001","city":"Paris","countryCode":"FR"}'::jsonb as a) a`
  await sql`
    insert into projects (id, organisation_id, name, is_default, created_at)
    select 'prj_' || lpad(n::text, 26, '0'), 'org_' || lpad(n::text, 26, '0'), 'Principal', true, now()
    from generate_series(1, ${organisations}::int) n`
  await sql`
    insert into instances (id, organisation_id, project_id, order_line_id, bundle_id, zone_id, image_id, host_id, name, state, created_at)
    select 'ins_' || lpad(n::text, 13, '0') || lpad(s::text, 13, '0'), 'org_' || lpad(n::text, 26, '0'), 'prj_' || lpad(n::text, 26, '0'),
      'oln_x', ${bundleId}, ${estate.zone.zoneId}, ${estate.imageId}, 'hst_x', 'web-' || s, 'running', now()
    from generate_series(1, ${organisations}::int) n, generate_series(1, ${serversEach}::int) s`
  const month = '2026-09-30T22:00:00Z'
  await sql`
    insert into usage_intervals (id, organisation_id, project_id, resource_kind, resource_id, meter, bundle_id, price_version_id,
      order_line_id, cost_references, started_at, ended_at, micro_cents_per_hour, recorded_at, closed_recorded_at)
    select 'usi_' || lpad(n::text, 12, '0') || lpad(s::text, 12, '0') || p, 'org_' || lpad(n::text, 26, '0'), 'prj_' || lpad(n::text, 26, '0'),
      'instance', 'ins_' || lpad(n::text, 13, '0') || lpad(s::text, 13, '0'), 'compute', ${bundleId}, ${prices.compute ?? ''}, 'oln_x', '{}',
      ${month}::timestamptz + make_interval(hours => p * 180, secs => (n * 7 + s * 13) % 3600),
      ${month}::timestamptz + make_interval(hours => p * 180 + 170, secs => (n * 11 + s * 5) % 3600),
      2450001, ${month}::timestamptz, ${month}::timestamptz
    from generate_series(1, ${organisations}::int) n, generate_series(1, ${serversEach}::int) s, generate_series(0, ${spellsEach - 1}::int) p`
  await sql`
    insert into usage_intervals (id, organisation_id, project_id, resource_kind, resource_id, meter, bundle_id, price_version_id,
      order_line_id, cost_references, started_at, ended_at, micro_cents_per_hour, recorded_at)
    select 'usi_' || lpad(n::text, 12, '0') || lpad(s::text, 12, '0') || 'd', 'org_' || lpad(n::text, 26, '0'), 'prj_' || lpad(n::text, 26, '0'),
      'instance', 'ins_' || lpad(n::text, 13, '0') || lpad(s::text, 13, '0'), 'root_disk', ${bundleId}, ${prices.root_disk ?? ''}, 'oln_x', '{}',
      ${month}::timestamptz, null, 310007, ${month}::timestamptz
    from generate_series(1, ${organisations}::int) n, generate_series(1, ${serversEach}::int) s`
  await sql`set session_replication_role = origin`
  await sql`analyze`
  return {
    sql,
    usageRows: organisations * serversEach * (spellsEach + 1),
    close: async () => {
      await sql.end()
      await closeDatabase()
      await server.stop()
    },
  }
}
