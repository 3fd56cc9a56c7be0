import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone } from '~/lib/datacentre/testing/datacenter'
import type { Id } from '~/lib/kernel/ids'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { toTransitions } from '../availability/transitions'
import { answerAt, scriptedSubjects, startedAt } from '../testing/scripted-answers'
import { addVantage } from '../testing/seen-rows'
import { longestGapMs } from './rounds'

const rounds = Number(process.env.ROUNDS ?? 1_000)
const killsMin = 20
const last = startedAt + rounds * 10_000
const database = useTestDatabase()
const { query } = rowProbe(database)
const children = new Set<ChildProcess>()
let vantage: Id<'vantage'>

beforeAll(async () => {
  const zone = await makeZone({ count: 1, vcpu: 8 })
  vantage = await addVantage('control', zone.zoneId, new Date(startedAt))
  await query('update probe_vantages set last_round_at = null where id = $1', vantage)
})
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

function start(name: string): ChildProcess {
  const program = ['--import', 'tsx', 'lib/sla/testing/measuring-process.ts', vantage, name, String(last)]
  const child = spawn(process.execPath, program, {
    env: { ...process.env, DATABASE_URL: database.current.roleUrl('andromede_worker'), LOG_LEVEL: 'fatal' },
    stdio: 'ignore',
  })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

const reached = async () =>
  (
    await query<{ at: Date | null }>('select last_round_at as at from probe_vantages where id = $1', vantage)
  )[0]?.at?.getTime() ?? startedAt

/** Two workers measure concurrently, and one of them is repeatedly killed at any point. */
test('no interval is lost or counted twice when workers are killed and others continue', async () => {
  let kills = 0
  let serial = 0
  while ((await reached()) < last) {
    const pair = [start(`one-${serial}`), start(`two-${serial}`)] as const
    serial += 1
    // Each pair measures for a while; then the first, which most often holds the lease, is killed in mid-round.
    const target = Math.min(last, (await reached()) + (rounds / (killsMin + 5)) * 10_000)
    while ((await reached()) < target) await new Promise((resolve) => setImmediate(resolve))
    for (const child of pair) {
      if (child.exitCode !== null) continue
      child.kill('SIGKILL')
      kills += 1
      await once(child, 'exit')
    }
    // Do not wait for the rest of a dead holder's lease.
    await query('update probe_vantages set lease_until = null where id = $1', vantage)
  }
  expect(kills).toBeGreaterThanOrEqual(killsMin)
  expect(await reached()).toBe(last)
  expect(await query('select 1 from probe_gaps')).toEqual([])
  const [hours] = await query<{ rounds: number }>('select sum(rounds)::int as rounds from probe_hours')
  expect(hours?.rounds).toBe(rounds + 1)
  const looks = Array.from({ length: rounds + 1 }, (_, step) => startedAt + step * 10_000)
  for (const [index, subjectId] of scriptedSubjects.entries()) {
    const wanted = toTransitions(
      looks.map((at) => ({ at, reading: answerAt(index, at) })),
      longestGapMs,
    )
    const kept = await query<{ at: Date; state: string }>(
      'select at, state from probe_transitions where subject_id = $1 order by at',
      subjectId,
    )
    // The state after the last observation is not known yet.
    const known = wanted.filter(({ at }) => at < last)
    expect(kept.map(({ at, state }) => ({ at: at.getTime(), state }))).toEqual(known)
  }
  console.log(
    `${rounds} rounds, ${kills} kills, two workers at once: every interval as one worker would have kept it`,
  )
})
