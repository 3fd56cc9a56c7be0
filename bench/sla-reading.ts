/**
 * The same month from the database: 10,000 servers with 1,000,000 transitions of two vantages, read, combined and
 * assessed by `readAvailability` like the worker at the end of a month. Compared with reading the raw rows.
 */
import postgres from 'postgres'
import { closeDatabase, configureDatabase, withSystem } from '../db/client.ts'
import { startThrowawayPostgres } from '../db/embedded/index.ts'
import { cloneTemplate, prepareTemplate, testEncryptionKey } from '../db/testing/template.ts'
import { listSubjects, readAvailability } from '../lib/sla/index.ts'
import { type Estate, makeEstate, workerAt } from '../testing/estate.ts'

const servers = 10_000
const events = 1_000_000
const rounds = 5
const month = { from: Date.parse('2026-09-30T22:00:00Z'), to: Date.parse('2026-10-31T23:00:00Z') }
const now = new Date('2026-11-03T06:00:00Z')

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
    await fill(sql, await makeEstate(database.sql))
    let judged = 0
    const seconds = await median(async () => {
      const all = await withSystem(workerAt(now), async (tx) =>
        readAvailability(tx, { subjects: await listSubjects(tx, null, month), window: month, now }),
      )
      judged = all.filter(({ availability }) => availability.availabilityPpm !== null).length
    })
    const [counted] = await sql<{ events: number }[]>`select count(*)::int as events from probe_transitions`
    const rawSeconds = await median(async () => {
      await sql`select subject_id, vantage_id, at, state from probe_transitions order by subject_id, vantage_id, at`
    })
    return {
      seconds,
      goalSeconds: 2,
      rawSeconds,
      ratioToRaw: Number((seconds / rawSeconds).toFixed(2)),
      resources: judged,
      events: counted?.events ?? 0,
    }
  } finally {
    await sql.end()
    await closeDatabase()
    await server.stop()
  }
}

/**
 * Servers as rows, each delivered long before the month; every vantage observed each of them going down twenty-five
 * times.
 */
async function fill(sql: postgres.Sql, estate: Estate): Promise<void> {
  const { organisationId, projectId, accountId } = estate.own
  const { zoneId } = estate.zone
  const bundleId = estate.bundles.small.id
  const changes = events / servers / 2
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`insert into instances (id, organisation_id, project_id, order_line_id, bundle_id, zone_id, image_id, host_id, name, state, created_at, running_since)
      select 'ins_' || lpad(n::text, 26, '0'), ${organisationId}, ${projectId}, 'oln_bench', ${bundleId}, ${zoneId}, ${estate.imageId}, (select min(id) from hosts), 'serveur-' || n, 'running', '2026-01-01', '2026-01-01'
      from generate_series(1, ${servers}) n`
    await tx`insert into state_transitions (id, organisation_id, resource_kind, resource_id, from_state, to_state, effective_at, recorded_at, caused_by)
      select 'tra_' || s.position || lpad(n::text, 25, '0'), ${organisationId}, 'instance', 'ins_' || lpad(n::text, 26, '0'), s.before, s.after, '2026-01-01'::timestamptz + s.position * interval '1 minute', '2026-01-01', ${accountId}
      from generate_series(1, ${servers}) n, (values (1, null, 'creating'), (2, 'creating', 'running')) s(position, before, after)`
    for (const kind of ['control', 'agent'])
      await tx`insert into probe_vantages (id, zone_id, kind, name, last_round_at, created_at) values (${`vtg_${kind}`}, ${zoneId}, ${kind}, ${kind}, '2026-11-03T05:59:55Z', '2026-01-01')`
    await tx`insert into probe_transitions (vantage_id, subject_id, organisation_id, at, state)
      select v.id, 'ins_' || lpad(n::text, 26, '0'), ${organisationId},
        '2026-09-30T22:00:00Z'::timestamptz + (k / 2) * interval '29 hours' + n * interval '1 second' + (k % 2) * interval '7 minutes',
        case k % 2 when 0 then 'down' else 'up' end
      from generate_series(1, ${servers}) n, generate_series(0, ${changes - 1}) k, probe_vantages v where v.zone_id = ${zoneId}`
  })
  await sql`analyze`
}

async function median(work: () => Promise<void>): Promise<number> {
  const taken: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now()
    await work()
    taken.push(performance.now() - startedAt)
  }
  return Number(((taken.sort((a, b) => a - b)[Math.floor(rounds / 2)] as number) / 1_000).toFixed(3))
}
