import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import type { Reading } from '../availability/transitions'
import { ensureSiteVantages, probeHealth, probeSites } from './probe-sites'
import {
  atDatabaseTime,
  claimTurn,
  type DueVantage,
  listDueVantages,
  recordFailedRound,
  recordRound,
} from './record-round'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
const begun = Date.parse('2026-11-24T09:00:00Z')
const at = (seconds: number) => workerAt(new Date(begun + seconds * 1_000))
let estate: Estate
let server: Id<'instance'>
let vantage: DueVantage

beforeAll(async () => {
  estate = await makeEstate(sql)
  server = await addInstance(estate)
})

const reading = (state: Reading) => [
  {
    subjectId: server,
    kind: 'instance' as const,
    organisationId: estate.own.organisationId,
    reading: state,
  },
]
const kept = async () =>
  (
    await query<{ at: Date; state: string }>(
      'select at, state from probe_transitions where vantage_id = $1 order by at',
      vantage.id,
    )
  ).map((row) => [(row.at.getTime() - begun) / 1_000, row.state])
const gaps = async () =>
  (
    await query<{ from_at: Date; to_at: Date }>('select * from probe_gaps where vantage_id = $1', vantage.id)
  ).map((row) => [(row.from_at.getTime() - begun) / 1_000, (row.to_at.getTime() - begun) / 1_000])

/** Each test has its own vantage. */
beforeEach(async () => {
  await query(`update probe_vantages set retired_at = '2026-01-01', name = id`)
  const id = newId('vantage')
  await query(
    `insert into probe_vantages (id, zone_id, kind, name, created_at) values ($1, $2, 'control', 'control', now())`,
    id,
    estate.zone.zoneId,
  )
  vantage = { id, zoneId: estate.zone.zoneId, kind: 'control', name: 'control' }
})

const look = async (seconds: number, state: Reading, holder = 'one') => {
  const turn = await claimTurn(at(seconds), vantage.id, holder)
  return turn ? recordRound(at(seconds), turn, reading(state), 5) : false
}

describe('rounds', () => {
  test('store an outage from the last up to the first up observation, and nothing in a constant state', async () => {
    for (const [seconds, state] of [
      [0, 'up'],
      [10, 'up'],
      [20, 'up'],
      [30, 'down'],
      [40, 'down'],
      [50, 'up'],
      [60, 'up'],
      [70, 'up'],
    ] as const)
      expect(await look(seconds, state)).toBe(true)
    expect(await kept()).toEqual([
      [0, 'up'],
      [20, 'down'],
      [50, 'up'],
    ])
    expect(await gaps()).toEqual([])
  })

  test('that fail are not stored, and too long without one is a gap', async () => {
    await look(0, 'up')
    await look(10, 'up')
    for (const seconds of [20, 30, 40]) {
      const turn = await claimTurn(at(seconds), vantage.id, 'one')
      if (turn) await recordFailedRound(at(seconds), turn, 'no answer', 7)
    }
    await look(50, 'up')
    await look(60, 'up')
    expect(await kept()).toEqual([[0, 'up']])
    expect(await gaps()).toEqual([[10, 50]])
    const [hour] = await query('select * from probe_hours where vantage_id = $1', vantage.id)
    expect(hour).toMatchObject({ rounds: 4, failed_rounds: 3, subjects_max: 1, total_ms: 41n, longest_ms: 7 })
  })

  test('of many concurrent workers are stored once, from any of them', async () => {
    for (const seconds of [0, 10, 20, 30]) {
      const state = seconds === 20 ? 'down' : 'up'
      const holders = Array.from({ length: 10 }, (_, index) => `worker-${index}`)
      // The previous round's lease is over; all claim the next at once.
      await query(`update probe_vantages set lease_until = null where id = $1`, vantage.id)
      const heard = await Promise.all(holders.map((holder) => look(seconds, state, holder)))
      expect(heard.filter(Boolean)).toHaveLength(1)
    }
    expect(await kept()).toEqual([
      [0, 'up'],
      [10, 'down'],
    ])
  })

  test('are not stored by a worker that lost its lease, or that started from an older round', async () => {
    const slow = await claimTurn(at(0), vantage.id, 'slow')
    expect(await claimTurn(at(5), vantage.id, 'quick')).toBeNull()
    const quick = await claimTurn(at(13), vantage.id, 'quick')
    if (!slow || !quick) throw new Error('both had their turn')
    expect(await recordRound(at(13), quick, reading('up'), 1)).toBe(true)
    expect(await recordRound(at(14), slow, reading('down'), 1)).toBe(false)
    expect(await recordRound(at(23), quick, reading('down'), 1)).toBe(false)
    await recordFailedRound(at(23), slow, 'late', 1)
    const [row] = await query('select failed_at from probe_vantages where id = $1', vantage.id)
    expect(row).toEqual({ failed_at: null })
  })

  test('leave a subject no longer probed as unknown from then on, and continue when it returns', async () => {
    await look(0, 'up')
    await look(10, 'up')
    const turn = await claimTurn(at(20), vantage.id, 'one')
    if (turn) await recordRound(at(20), turn, [], 1)
    expect(await query('select 1 from probe_states where vantage_id = $1', vantage.id)).toEqual([])
    for (const seconds of [30, 40, 50]) await look(seconds, 'up')
    expect(await kept()).toEqual([
      [0, 'up'],
      [10, 'unknown'],
      [30, 'up'],
    ])
  })
})

test('use the database’s clock when a worker’s own clock is wrong', async () => {
  const [row] = await query<{ now: Date }>('select clock_timestamp() as now')
  const ahead = workerAt(new Date(Date.now() + 365 * 86_400_000))
  const { now } = await atDatabaseTime(ahead)
  expect(now.getTime()).toBeGreaterThanOrEqual(row?.now.getTime() ?? Number.NaN)
  expect(now.getTime()).toBeLessThan(ahead.now.getTime() - 300 * 86_400_000)
})

test('probe our sites by each path that leads to them, and an error response counts as down', async () => {
  const paths = { public: { portal: 'http://portal', operator: 'http://operator' } }
  await ensureSiteVantages(at(0), paths)
  await ensureSiteVantages(at(0), paths)
  const [site] = (await listDueVantages(at(0))).filter(({ kind }) => kind === 'site')
  if (!site) throw new Error('there is a vantage')
  const asked: string[] = []
  const ask = async (url: string) => asked.push(url) > 0 && url.startsWith('http://portal')
  for (const seconds of [0, 10, 20]) await probeSites(at(seconds), site, { paths, holder: 'one', ask })
  expect(asked.slice(0, 2)).toEqual(['http://portal/api/health', 'http://operator/api/health'])
  expect(
    await query('select subject_id, state from probe_transitions where vantage_id = $1 order by 1', site.id),
  ).toEqual([
    { subject_id: 'operator', state: 'down' },
    { subject_id: 'portal', state: 'up' },
  ])
  expect(await probeHealth('http://127.0.0.1:1/')).toBe(false)
})
