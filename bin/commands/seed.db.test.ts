import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeDatabase, configureDatabase } from '~/db/client'
import { startThrowawayPostgres, type ThrowawayPostgres } from '~/db/embedded'
import { checkInvariants } from '~/db/invariants/check'
import type { DatabaseRole } from '~/db/roles'
import type { Id } from '~/lib/kernel/ids'
import { businessMilliseconds } from '~/lib/kernel/time/business-hours'
import { seedDemonstration } from '~/lib/seed'
import { roleUrls } from '../lib/roles'
import { keepDemonstration, readKeptDemonstration } from '../lib/test/kept-demonstration'
import { fecTotals, focusTotal } from './testing/file-totals'

/** A copy of the demonstration that `npm test` prepared for the browser tests, or a new one. */
describe('the demonstration', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-seed-'))
  let server: ThrowawayPostgres
  let urls: Record<DatabaseRole, string>
  let owner: postgres.Sql
  /** Time of its creation. */
  let now: Date

  beforeAll(async () => {
    const { cluster, secrets } =
      readKeptDemonstration() ?? (await keepDemonstration(path.join(folder, 'demonstration')))
    server = await startThrowawayPostgres({ like: cluster })
    urls = roleUrls(server.adminUrl, secrets.rolePasswords)
    configureDatabase({
      portal: urls.andromede_portal,
      operator: urls.andromede_operator,
      worker: urls.andromede_worker,
    })
    process.env.ENCRYPTION_KEY = secrets.encryptionKey
    owner = postgres(urls.andromede_migrator, { max: 1, onnotice: () => undefined })
    const [made] = await owner<{ value: string }[]>`
      select value from installation_facts where name = 'demonstration_seeded_at'`
    now = new Date(made?.value ?? '')
  })
  afterAll(async () => {
    await closeDatabase()
    await owner?.end()
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is created completely by use cases, keeps every invariant, and covers twelve months of use', async () => {
    // The audit chain needs a worker; everything else must hold.
    expect(await checkInvariants(owner)).toEqual([])
    const months = await owner<{ n: number }[]>`
      select count(distinct date_trunc('month', day))::int as n from usage_intervals u,
        generate_series(u.started_at, coalesce(u.ended_at, ${now}), interval '1 day') as day`
    expect(months[0]?.n).toBeGreaterThanOrEqual(12)
    const states = await owner<
      { state: string; n: number }[]
    >`select state, count(*)::int as n from organisations group by 1 order by 1`
    expect(Object.fromEntries(states.map(({ state, n }) => [state, n]))).toEqual({
      active: 7,
      needs_info: 1,
      pending: 1,
    })
    const [measured] = await owner<{ hours: number; minutes: number }[]>`
      select count(distinct at) filter (where resolution_seconds = 3600)::int as hours,
        count(distinct at) filter (where resolution_seconds = 60)::int as minutes from instance_metrics`
    expect(measured?.hours).toBeGreaterThan(80)
    expect(measured?.minutes).toBeGreaterThan(200)
    const planned = await owner<{ state: string; organisations: number; hostState: string }[]>`
      select r.state, count(distinct m.organisation_id)::int as organisations, min(h.state) as "hostState"
      from relocations r join relocation_moves m on m.relocation_id = r.id join hosts h on h.id = r.host_id group by r.id`
    expect([...planned]).toEqual([{ state: 'running', organisations: 1, hostState: 'draining' }])
    const failed = await owner`select id from sagas where state <> 'succeeded'`
    expect(failed).toEqual([])
    // One case of every kind that a moderator decides, and open approvals.
    const waiting = await owner<{ kind: string }[]>`
      select kind from moderation_cases where state = 'waiting' order by kind`
    expect(waiting.map(({ kind }) => kind)).toEqual(['order', 'organisation', 'quota', 'quote', 'references'])
    const [address] =
      await owner`select 1 from held_orders where plan @> '[{"resources": [{"kind": "address"}]}]'`
    expect(address).toBeDefined()
    const due = await owner<
      { at: Date }[]
    >`select answer_due_at as at from tickets where answer_due_at > ${now}`
    // Support deadlines count business hours: at night the next one is in the morning.
    const left = due.map(({ at }) => businessMilliseconds(now, at))
    expect(Math.min(...left)).toBeLessThan(3_600_000)
  }, 120_000)

  it('has invoices, FOCUS files and books that agree to the cent, by month and customer', async () => {
    const months = await owner<
      { organisationId: Id<'organisation'>; kind: string; period: string; gross: string }[]
    >`select d.organisation_id as "organisationId", o.kind, to_char(d.issued_on, 'YYYY-MM') as period,
        sum(case d.kind when 'credit_note' then -d.gross_cents else d.gross_cents end)::text as gross
      from billing_documents d join organisations o on o.id = d.organisation_id
      where d.state = 'final' group by 1, 2, 3 order by 1, 3`
    expect(months.length).toBeGreaterThan(40)
    for (const { organisationId, kind, period, gross } of months) {
      expect([period, organisationId, await focusTotal({ now, period, organisationId })]).toEqual([
        period,
        organisationId,
        BigInt(gross),
      ])
      // Public bodies have no FEC.
      if (kind === 'public_body') continue
      const own = await fecTotals({ now, period, organisationId })
      expect([period, organisationId, own.debits]).toEqual([period, organisationId, own.credits])
    }
    let written = 0
    for (const period of new Set(months.map((month) => month.period))) {
      const books = await fecTotals({ now, period, organisationId: null })
      written += books.lines
      expect([period, books.debits]).toEqual([period, books.credits])
    }
    expect(written).toBeGreaterThan(100)
  }, 60_000)

  it('shows a datacenter in use: one room nearly full, one host full, one rack out of service', async () => {
    const rooms = await owner<{ name: string; filled: number }[]>`
      select r.name, (1 - sum(h.memory_mib_free)::float / sum(h.memory_mib_physical - h.memory_mib_reserved)) as filled
      from hosts h join racks k on k.id = h.rack_id join rooms r on r.id = k.room_id
      join zones z on z.id = h.zone_id where z.code = 'PAR1' group by r.id order by r.name`
    expect(rooms.map(({ name }) => name)).toEqual(['B1', 'B2'])
    expect(rooms[0]?.filled).toBeGreaterThan(0.6)
    expect(rooms[0]?.filled).toBeLessThan(0.95)
    expect(rooms[1]?.filled).toBeLessThan(0.3)
    const full = await owner<{ name: string }[]>`
      select h.name from hosts h where h.name like 'par1-%' and h.state = 'in_service' and not exists (
        select from bundles b where b.vcpu > 0 and b.vcpu <= h.vcpu_free and b.memory_mib <= h.memory_mib_free
          and b.root_disk_gib <= h.disk_gib_free)`
    expect(full).toHaveLength(1)
    const out = await owner<{ name: string; claims: number }[]>`
      select k.name, (select count(*)::int from allocations a join hosts h on h.id = a.host_id where h.rack_id = k.id) as claims
      from racks k join hosts h on h.rack_id = k.id where h.name like 'par1-%'
      group by k.id having bool_and(h.state = 'maintenance')`
    expect([...out]).toEqual([{ name: '08', claims: 0 }])
    const soldOut = await owner`
      select b.slug from bundles b where b.vcpu > 0 and not exists (
        select from hosts h where h.name like 'par1-%' and h.state = 'in_service' and h.labels @> b.required_labels
          and b.vcpu <= h.vcpu_free and b.memory_mib <= h.memory_mib_free and b.root_disk_gib <= h.disk_gib_free)`
    expect(soldOut).toEqual([])
  })

  it('has the same servers as the simulated hypervisors', async () => {
    const [both] = await owner<{ alone: number; all: number }[]>`
      select count(*) filter (where i.id is null or s.resource_id is null)::int as alone, count(*)::int as all
      from simulator.instances s
      full join (select id from instances where state <> 'purged') i on i.id = s.resource_id`
    expect(both?.alone).toBe(0)
    expect(both?.all).toBeGreaterThan(60)
  })

  it('has private networks with servers and rules, and two projects with costs for each customer', async () => {
    const closed = await owner<{ name: string; servers: number; rules: number }[]>`
      select o.legal_name as name, count(distinct c.instance_id)::int as servers,
        (select count(*)::int from rule_sets s where s.organisation_id = o.id and s.name is not null) as rules
      from private_networks n join organisations o on o.id = n.organisation_id join private_addresses c on c.network_id = n.id
      where not n.is_default group by o.id order by 1`
    expect([...closed]).toEqual([
      { name: 'Commune de Valmont', servers: 3, rules: 1 },
      { name: 'Groupe Morvandel', servers: 4, rules: 0 },
      { name: 'Ministère des Littoraux', servers: 4, rules: 2 },
    ])
    const projects = await owner<{ name: string; projects: number }[]>`
      select o.legal_name as name, count(distinct u.project_id)::int as projects
      from organisations o left join usage_intervals u on u.organisation_id = o.id
        and coalesce(u.ended_at, ${now}) > ${now}::timestamptz - interval '2 days'
      where o.state = 'active' group by o.id order by 1`
    expect(projects).toHaveLength(7)
    expect(projects.filter((each) => each.projects < 2)).toEqual([])
  })

  it('is not created twice', async () => {
    expect(await seedDemonstration(now, urls.andromede_simulator)).toBe(false)
  })
})
