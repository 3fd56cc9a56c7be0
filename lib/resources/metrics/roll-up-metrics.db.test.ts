import type postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { openAsSuperuser } from '~/db/testing/superuser'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { type Estate, makeEstate } from '~/testing/estate'
import { addInstance } from '../testing/resources'
import { rowProbe } from '../testing/row-probe'
import { keepMetricPartitions } from './keep-metric-partitions'
import { recordSamples } from './record-samples'
import { rollUpMetrics } from './roll-up-metrics'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
const begin = new Date('2026-11-24T09:00:00Z').getTime()
const seconds = 3_600 + 1_800
let estate: Estate
/** Cuts the workers' connections. */
let admin: postgres.Sql

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 1, vcpu: 64 } })
  admin = openAsSuperuser(inject('adminUrl'), database.current)
})
afterAll(() => admin.end())

/** Mulberry32: a failure names its seed. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Sample = { at: number; cpuMicros: number; memoryMib: number; receivedBytes: number }
type Mean = { seconds: number; cpu: number; max: number; memory: number; received: number }

/** Counters of a server that rests, restarts and is not measured for a while. */
function makeSamples(from: number, next: () => number): Sample[] {
  const samples: Sample[] = []
  let [cpu, received] = [0, 0]
  for (let at = 0; at < seconds; at += 10) {
    cpu += Math.floor(next() * 20_000_000)
    received += Math.floor(next() * 1_000_000)
    if (next() < 0.01) cpu = received = 0
    // Short gaps cross the edges of slices; long ones are not counted.
    if (next() < 0.2) at += 10 * Math.floor(next() * 9)
    samples.push({
      at: from + at,
      cpuMicros: cpu,
      memoryMib: Math.floor(next() * 9_000),
      receivedBytes: received,
    })
  }
  return samples
}

/** The averages by definition: each pair of consecutive samples belongs to the minute of its middle. */
function averages(samples: readonly Sample[], before: number): Map<number, Mean> {
  const pairs = new Map<number, { seconds: number; cpu: number; memory: number; received: number }[]>()
  samples.forEach((sample, n) => {
    const last = samples[n - 1]
    if (!last) return
    const pair = {
      seconds: sample.at - last.at,
      cpu: sample.cpuMicros - last.cpuMicros,
      memory: sample.memoryMib,
      received: sample.receivedBytes - last.receivedBytes,
    }
    const minute = Math.floor((last.at + pair.seconds / 2) / 60) * 60
    if (pair.seconds > 60 || pair.cpu < 0 || pair.received < 0 || minute >= before) return
    pairs.set(minute, [...(pairs.get(minute) ?? []), pair])
  })
  const sum = (values: number[]) => values.reduce((all, each) => all + each, 0)
  return new Map(
    [...pairs].map(([minute, all]) => {
      const measured = sum(all.map((pair) => pair.seconds))
      const mean: Mean = {
        seconds: measured,
        cpu: sum(all.map((pair) => pair.cpu)) / measured / 1_000,
        max: Math.max(...all.map((pair) => pair.cpu / pair.seconds)) / 1_000,
        memory: sum(all.map((pair) => pair.memory)) / all.length,
        received: sum(all.map((pair) => pair.received)) / measured,
      }
      return [minute, mean]
    }),
  )
}

/** Averages by hour of averages by minute. */
function hourly(minutes: Map<number, Mean>, before: number): Map<number, Mean> {
  const hours = new Map<number, Mean[]>()
  for (const [minute, mean] of minutes) {
    const hour = Math.floor(minute / 3_600) * 3_600
    if (hour + 3_600 <= before) hours.set(hour, [...(hours.get(hour) ?? []), mean])
  }
  const over = (all: readonly Mean[], pick: (mean: Mean) => number) =>
    all.reduce((total, mean) => total + pick(mean) * mean.seconds, 0) /
    all.reduce((total, mean) => total + mean.seconds, 0)
  return new Map(
    [...hours].map(([hour, all]) => [
      hour,
      {
        seconds: all.reduce((total, mean) => total + mean.seconds, 0),
        cpu: over(all, (mean) => mean.cpu),
        max: Math.max(...all.map((mean) => mean.max)),
        memory: over(all, (mean) => mean.memory),
        received: over(all, (mean) => mean.received),
      },
    ]),
  )
}

async function stored(id: string, resolution: 60 | 3600): Promise<Map<number, Mean>> {
  const rows = await query<Mean & { at: number }>(
    `select extract(epoch from at)::float8 as at, seconds, cpu_milli::float8 as cpu, cpu_milli_max::float8 as max,
       memory_mib::float8 as memory, received_bytes_per_second::float8 as received
     from instance_metrics where instance_id = $1 and resolution_seconds = $2::int order by at`,
    id,
    String(resolution),
  )
  return new Map(rows.map(({ at, ...mean }) => [at, mean]))
}

/** Each value is the right one, rounded: averages by hour are made of rounded averages by minute. */
function expectSame(found: Map<number, Mean>, right: Map<number, Mean>, within: number): void {
  expect([...found.keys()]).toEqual([...right.keys()].sort((a, b) => a - b))
  for (const [at, mean] of right)
    for (const key of ['seconds', 'cpu', 'max', 'memory', 'received'] as const)
      expect(
        Math.abs((found.get(at)?.[key] ?? Number.NaN) - mean[key]),
        `${key} at ${at}`,
      ).toBeLessThanOrEqual(within + 1e-6)
}

/** Two workers until one of them has finished in peace; connections are cut and passes stopped meanwhile. */
async function rollUpDisturbed(now: Date, next: () => number): Promise<number> {
  let cut = 0
  for (let round = 0; ; round += 1) {
    const isDisturbed = round < 8
    const stop = new AbortController()
    const passes = Promise.allSettled([1, 2].map(() => rollUpMetrics(systemTestContext(now), stop.signal)))
    for (let n = 0; isDisturbed && n < 3; n += 1) {
      const killed = await admin`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and usename = 'andromede_worker' and random() < ${next()}`
      cut += killed.length
    }
    if (isDisturbed && next() < 0.7) stop.abort()
    const ended = await passes
    if (!isDisturbed && ended.every(({ status }) => status === 'fulfilled')) return cut
    if (round > 20) throw new Error('the roll-up does not finish')
  }
}

test.each([11, 22])(
  'every minute and hour is averaged once and exactly, whatever interrupts it (seed %i)',
  async (seed) => {
    const next = random(seed)
    // Apart from the others: averages continue after the newest.
    const from = begin / 1_000 + seed * 86_400
    const servers = [await addInstance(estate), await addInstance(estate), await addInstance(estate)]
    const samples = new Map(servers.map((id): [Id<'instance'>, Sample[]] => [id, makeSamples(from, next)]))
    // Some in partitions, the first hour in the default partition.
    await keepMetricPartitions(systemTestContext(new Date((from + 3_600) * 1_000)))
    const all = [...samples].flatMap(([id, own]) => own.map((sample) => ({ id, ...sample })))
    const instants = [...new Set(all.map(({ at }) => at))].sort(() => next() - 0.5)
    for (const instant of instants)
      await recordSamples(
        systemTestContext(new Date(instant * 1_000)),
        all
          .filter(({ at }) => at === instant)
          .map(({ id, cpuMicros, memoryMib, receivedBytes }) => ({
            resourceId: id,
            cpuMicros,
            memoryMib,
            diskMib: null,
            receivedBytes,
            sentBytes: 0,
          })),
      )
    const now = addSeconds(new Date(from * 1_000), seconds + 15)
    expect(await rollUpDisturbed(now, next)).toBeGreaterThan(0)
    for (const [id, own] of samples) {
      const right = averages(own, from + seconds)
      expectSame(await stored(id, 60), right, 0.5)
      expectSame(await stored(id, 3600), hourly(right, from + seconds), 1)
    }
  },
)
