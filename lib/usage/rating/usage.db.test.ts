import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation, withSystem } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { definePrice } from '~/lib/catalogue'
import { seedContext } from '~/lib/datacentre/testing/datacenter'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { changeInstanceState, lockInstance } from '~/lib/resources'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate, testPrices, workerAt } from '~/testing/estate'
import { monthToDateCents } from './cost'
import { costMoment } from './cost-moment'
import { rateUsage } from './rate-usage'
import { closeUsage, openUsage, splitUsage } from './usage'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
let estate: Estate
const start = new Date('2026-11-02T08:00:00Z')
const at = (seconds: number) => addSeconds(start, seconds)

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
})

type Act = 'start' | 'stop' | 'resize' | 'delete' | 'restore' | 'purge'

/** The final transaction of each saga. */
async function act(id: Id<'instance'>, what: Act, when: Date, bundle: 'small' | 'large' = 'large') {
  const ctx = workerAt(when)
  await withSystem(ctx, async (tx) => {
    const row = await lockInstance(tx, id)
    const change = (from: Parameters<typeof changeInstanceState>[3]['from'], to: typeof row.state) =>
      changeInstanceState(tx, ctx, id, {
        from,
        to,
        effectiveAt: when,
        ...(what === 'resize' ? { set: { bundleId: estate.bundles[bundle].id } } : {}),
      })
    switch (what) {
      case 'start': {
        const resource = await change(['stopped'], 'running')
        return openUsage(tx, { resource, meters: ['compute'], at: when, recordedAt: when })
      }
      case 'stop':
        await change(['running'], 'stopped')
        return closeUsage(tx, id, ['compute'], when, when)
      case 'resize': {
        const resource = await change(['running', 'stopped'], row.state)
        return splitUsage(tx, { resource, meters: ['compute', 'root_disk'], at: when, recordedAt: when })
      }
      case 'delete':
        await change(['running', 'stopped'], 'deleted')
        return closeUsage(tx, id, ['compute'], when, when)
      case 'restore':
        await change(['deleted'], 'stopped')
        return
      case 'purge':
        await change(['deleted'], 'purged')
        return closeUsage(tx, id, 'all', when, when)
    }
  })
}

type Row = { meter: string; bundle_id: string; from: number; to: number | null }
async function intervalsOf(id: string): Promise<Row[]> {
  const rows = await query<{ meter: string; bundle_id: string; started_at: Date; ended_at: Date | null }>(
    'select meter, bundle_id, started_at, ended_at from usage_intervals where resource_id = $1 order by meter, started_at, ended_at',
    id,
  )
  const seconds = (instant: Date) => (instant.getTime() - start.getTime()) / 1_000
  return rows.map((row) => ({
    meter: row.meter,
    bundle_id: row.bundle_id,
    from: seconds(row.started_at),
    to: row.ended_at && seconds(row.ended_at),
  }))
}

describe('a resource’s life, to the second', () => {
  test('start, stop, resize, delete, restore, purge create exactly these intervals', async () => {
    const id = await addInstance(estate, { at: start })
    await act(id, 'stop', at(100))
    await act(id, 'resize', at(150))
    await act(id, 'start', at(1_000))
    await act(id, 'resize', at(1_007), 'small')
    await act(id, 'delete', at(2_000))
    await act(id, 'restore', at(2_500))
    await act(id, 'delete', at(3_000))
    await act(id, 'purge', at(9_000))
    const { small, large } = { small: estate.bundles.small.id, large: estate.bundles.large.id }
    expect(await intervalsOf(id)).toEqual([
      { meter: 'compute', bundle_id: small, from: 0, to: 100 },
      { meter: 'compute', bundle_id: large, from: 1_000, to: 1_007 },
      { meter: 'compute', bundle_id: small, from: 1_007, to: 2_000 },
      { meter: 'root_disk', bundle_id: small, from: 0, to: 150 },
      { meter: 'root_disk', bundle_id: large, from: 150, to: 1_007 },
      { meter: 'root_disk', bundle_id: small, from: 1_007, to: 9_000 },
    ])
  })

  test('fractions of a second are dropped at both ends, so that intervals do not overlap', async () => {
    const id = await addInstance(estate, { at: new Date(start.getTime() + 999) })
    await act(id, 'stop', new Date(start.getTime() + 5_999))
    await act(id, 'start', new Date(start.getTime() + 6_001))
    const compute = (await intervalsOf(id)).filter((row) => row.meter === 'compute')
    expect(compute).toMatchObject([
      { from: 0, to: 5 },
      { from: 6, to: null },
    ])
  })

  test('an observation older than the last one counts from the last one on', async () => {
    const id = await addInstance(estate, { at: at(100) })
    await act(id, 'stop', at(40))
    await act(id, 'start', at(20))
    const compute = (await intervalsOf(id)).filter((row) => row.meter === 'compute')
    expect(compute).toMatchObject([
      { from: 100, to: 100 },
      { from: 100, to: null },
    ])
    const times = await query<{ effective_at: Date }>(
      'select effective_at from state_transitions where resource_id = $1 order by recorded_at, effective_at',
      id,
    )
    expect(new Set(times.map((row) => row.effective_at.toISOString()))).toEqual(
      new Set([at(100).toISOString()]),
    )
  })

  test('a repeated event counts once', async () => {
    const id = await addInstance(estate, { at: start })
    const ctx = workerAt(at(50))
    const again = () =>
      withSystem(ctx, async (tx) => {
        const resource = await lockInstance(tx, id)
        await openUsage(tx, { resource, meters: ['compute', 'root_disk'], at: at(50), recordedAt: at(50) })
      })
    await again()
    const close = (when: Date) => withSystem(ctx, (tx) => closeUsage(tx, id, ['compute'], when, when))
    await close(at(60))
    await close(at(70))
    expect(await intervalsOf(id)).toMatchObject([
      { from: 0, to: 60 },
      { from: 0, to: null },
    ])
  })

  test('the ordered price stays valid when the catalogue changes; a resize takes the new price', async () => {
    const ours = await makeEstate(sql)
    const id = await addInstance(ours, { at: start, state: 'stopped' })
    for (const bundle of ['small', 'large'] as const) {
      await definePrice(seedContext(), {
        bundleId: ours.bundles[bundle].id,
        meter: 'compute',
        microCentsPerHour: 99_000_000n,
        validFrom: at(10),
      })
    }
    await act(id, 'start', at(20))
    const ctx = workerAt(at(30))
    await withSystem(ctx, async (tx) => {
      const resource = await changeInstanceState(tx, ctx, id, {
        from: ['running'],
        to: 'running',
        effectiveAt: at(30),
        set: { bundleId: ours.bundles.large.id },
      })
      await splitUsage(tx, { resource, meters: ['compute'], at: at(30), recordedAt: at(30) })
    })
    const rows = await query<{ micro_cents_per_hour: bigint; cost_references: unknown }>(
      "select micro_cents_per_hour, cost_references from usage_intervals where resource_id = $1 and meter = 'compute' order by started_at",
      id,
    )
    expect(rows.map((row) => row.micro_cents_per_hour)).toEqual([testPrices.small.compute, 99_000_000n])
    expect(rows[0]?.cost_references).toEqual({ serviceCode: 'SVC-1' })
  })
})

describe('random lives against a model', () => {
  type Model = { state: 'running' | 'stopped' | 'deleted' | 'purged'; compute: number; disk: number }
  const apply = (model: Model, what: Act, elapsed: number): Model | null => {
    const compute = model.compute + (model.state === 'running' ? elapsed : 0)
    const disk = model.disk + (model.state === 'purged' ? 0 : elapsed)
    const next = {
      start: 'running',
      stop: 'stopped',
      delete: 'deleted',
      restore: 'stopped',
      purge: 'purged',
      resize: model.state,
    }[what]
    const from = {
      start: ['stopped'],
      stop: ['running'],
      delete: ['running', 'stopped'],
      restore: ['deleted'],
      purge: ['deleted'],
      resize: ['running', 'stopped'],
    }[what]
    return from.includes(model.state) ? { state: next as Model['state'], compute, disk } : null
  }

  test('metered seconds equal the seconds in each state, without overlaps', async () => {
    const turn = fc.record({
      what: fc.constantFrom<Act>('start', 'stop', 'resize', 'delete', 'restore', 'purge'),
      after: fc.integer({ min: 0, max: 400_000 }),
      bundle: fc.constantFrom('small' as const, 'large' as const),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 10 }), async (turns) => {
        const id = await addInstance(estate, { at: start })
        let model: Model = { state: 'running', compute: 0, disk: 0 }
        let clock = 0
        for (const { what, after, bundle } of turns) {
          const next = apply(model, what, after)
          if (!next) {
            await expect(act(id, what, at(clock + after), bundle)).rejects.toMatchObject({
              code: 'state_forbids',
            })
            continue
          }
          clock += after
          model = next
          await act(id, what, at(clock), bundle)
        }
        const rows = await intervalsOf(id)
        const total = (meter: string) =>
          rows
            .filter((row) => row.meter === meter)
            .reduce((sum, row) => sum + (row.to ?? clock) - row.from, 0)
        expect({ compute: total('compute'), disk: total('root_disk') }).toEqual({
          compute: model.compute,
          disk: model.disk,
        })
        const open = rows.filter((row) => row.to === null).map((row) => row.meter)
        const expected = {
          running: ['compute', 'root_disk'],
          stopped: ['root_disk'],
          deleted: ['root_disk'],
          purged: [],
        }
        expect(open).toEqual(expected[model.state])
      }),
      { numRuns: 25 },
    )
  })

  test('the month’s cost in SQL equals the sum of the pure rater’s lines', async () => {
    type Rated = {
      resource_id: string
      meter: 'compute'
      price_version_id: string
      micro_cents_per_hour: bigint
      started_at: Date
      ended_at: Date | null
    }
    const rows = await query<Rated>(
      'select * from usage_intervals where organisation_id = $1',
      estate.own.organisationId,
    )
    expect(rows.length).toBeGreaterThan(40)
    for (const now of [
      '2026-11-10T10:00:00Z',
      '2026-11-30T22:59:59Z',
      '2026-12-04T00:00:00Z',
      '2027-01-31T22:00:00Z',
    ].map((text) => new Date(text))) {
      const lines = rateUsage(
        rows.map((row) => ({
          resourceId: row.resource_id,
          meter: row.meter,
          priceVersionId: row.price_version_id,
          microCentsPerHour: row.micro_cents_per_hour,
          startedAt: row.started_at,
          endedAt: row.ended_at,
        })),
        parisMonth(now),
        costMoment(now),
      )
      const expected = lines.reduce((sum, line) => sum + line.cents, 0n)
      const shown = await withOrganisation(estate.own.as('reader', now), (tx, id) =>
        monthToDateCents(tx, id, now),
      )
      expect([now, shown]).toEqual([now, expected])
      expect(shown).toBeGreaterThan(0n)
      const foreign = await withOrganisation(estate.foreign.as('technical'), (tx, id) =>
        monthToDateCents(tx, id, now),
      )
      expect(foreign).toBe(0n)
    }
  })
})
