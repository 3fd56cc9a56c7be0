import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import { testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { seedDemonstration } from './seed-demonstration'
import { fecTotals, focusTotal } from './testing/file-totals'

describe('the demonstration', () => {
  const database = useTestDatabase()
  let owner: postgres.Sql

  beforeAll(() => {
    // All its people come from one address within one real minute.
    process.env.RATE_LIMIT_FACTOR = '1000'
    owner = postgres(database.current.roleUrl('andromede_migrator'), { max: 1, onnotice: () => undefined })
  })
  afterAll(async () => {
    delete process.env.RATE_LIMIT_FACTOR
    await owner?.end()
  })

  it('is made whole by use cases, keeps every invariant, and twelve months of use lie behind it', async () => {
    expect(await seedDemonstration(testNow, database.current.roleUrl('andromede_simulator'))).toBe(true)
    // Nothing is chained until a worker runs; all else must hold.
    expect(await checkInvariants(owner)).toEqual([])
    const months = await owner<{ n: number }[]>`
      select count(distinct date_trunc('month', day))::int as n from usage_intervals u,
        generate_series(u.started_at, coalesce(u.ended_at, ${testNow}), interval '1 day') as day`
    expect(months[0]?.n).toBeGreaterThanOrEqual(12)
    const states = await owner<
      { state: string; n: number }[]
    >`select state, count(*)::int as n from organisations group by 1 order by 1`
    expect(Object.fromEntries(states.map(({ state, n }) => [state, n]))).toEqual({
      active: 5,
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
    // One of everything that a moderator decides, and what approvers do.
    const waiting = await owner<{ kind: string }[]>`
      select kind from moderation_cases where state = 'waiting' order by kind`
    expect(waiting.map(({ kind }) => kind)).toEqual(['order', 'organisation', 'quota', 'quote', 'references'])
    const [address] =
      await owner`select 1 from held_orders where plan @> '[{"resources": [{"kind": "address"}]}]'`
    expect(address).toBeDefined()
    const [near] =
      await owner`select 1 from tickets t where answer_due_at > ${testNow} and answer_due_at < ${testNow}::timestamptz + interval '1 hour'`
    expect(near).toBeDefined()
  }, 120_000)

  it('has invoices, FOCUS files and books that agree to the cent, month by month and customer by customer', async () => {
    const months = await owner<
      { organisationId: Id<'organisation'>; kind: string; period: string; gross: string }[]
    >`select d.organisation_id as "organisationId", o.kind, d.period,
        sum(case d.kind when 'credit_note' then -d.gross_cents else d.gross_cents end)::text as gross
      from billing_documents d join organisations o on o.id = d.organisation_id
      where d.state = 'final' group by 1, 2, 3 order by 1, 3`
    expect(months.length).toBeGreaterThan(40)
    for (const { organisationId, kind, period, gross } of months) {
      expect([period, organisationId, await focusTotal(period, organisationId)]).toEqual([
        period,
        organisationId,
        BigInt(gross),
      ])
      // Public bodies keep no FEC.
      if (kind === 'public_body') continue
      const own = await fecTotals(period, organisationId)
      expect([period, organisationId, own.debits]).toEqual([period, organisationId, own.credits])
    }
    // The seller's own book has the month in which something was written, not the one that was billed.
    let written = 0
    for (const period of new Set(months.map((month) => month.period))) {
      const books = await fecTotals(period, null)
      written += books.lines
      expect([period, books.debits]).toEqual([period, books.credits])
    }
    expect(written).toBeGreaterThan(100)
  }, 60_000)

  it('is not made twice', async () => {
    expect(await seedDemonstration(testNow, database.current.roleUrl('andromede_simulator'))).toBe(false)
  })
})
