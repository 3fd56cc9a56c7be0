import { beforeAll, describe, expect, test } from 'vitest'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { countTraffic } from '~/lib/usage'
import { type Estate, makeEstate } from '~/testing/estate'
import { addInstance } from '../testing/resources'
import { rowProbe } from '../testing/row-probe'
import { getHostMetrics } from './get-host-metrics'
import { getInstanceMetrics } from './get-instance-metrics'
import { pruneMetrics } from './prune-metrics'
import { isMeasured, recordSamples } from './record-samples'
import { rollUpMetrics } from './roll-up-metrics'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
const begin = new Date('2026-11-24T09:00:00Z')
const at = (seconds: number) => addSeconds(begin, seconds)
const worker = (seconds: number) => systemTestContext(at(seconds))
let estate: Estate

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 1, vcpu: 64 } })
})

/** All measurements of a server that uses `milli` thousandths of a processor from its start on. */
const using = (resourceId: string, milli: number, seconds: number, memoryMib = 1_000) => ({
  resourceId,
  cpuMicros: milli * 1_000 * seconds,
  memoryMib,
  diskMib: 2_048,
  receivedBytes: 500 * seconds,
  sentBytes: 2_000 * seconds,
})

type Kept = { at: Date; seconds: number; cpu: string; max: string; memory: string; received: string }
const keptOf = async (id: string, resolution: 60 | 3600) => {
  const rows = await query<Kept>(
    `select at, seconds, cpu_milli::text as cpu, cpu_milli_max::text as max, memory_mib::text as memory,
       received_bytes_per_second::text as received
     from instance_metrics where instance_id = $1 and resolution_seconds = $2::int order by at`,
    id,
    String(resolution),
  )
  return rows.map((row) => [
    (row.at.getTime() - begin.getTime()) / 1000,
    row.seconds,
    ...[row.cpu, row.max, row.memory, row.received].map(Number),
  ])
}

describe('metrics of servers', () => {
  let id: Id<'instance'>
  let beside: Id<'instance'>

  test('are stored once per ten seconds, by any worker, and only for known servers', async () => {
    ;[id, beside] = [await addInstance(estate), await addInstance(estate)]
    expect(await isMeasured(worker(3))).toBe(false)
    await recordSamples(worker(3), [using(id, 0, 0), using(newId('instance'), 1, 1)])
    expect(await isMeasured(worker(9))).toBe(true)
    await recordSamples(worker(9), [using(id, 700, 60)])
    expect(await query(`select cpu_micros::text from metric_samples`)).toEqual([{ cpu_micros: '0' }])
  })

  test('are averaged by minute, without counting restarts and gaps as use', async () => {
    // 400 for a minute and a half, then 900 with a restart half-way, then nothing for two minutes, then 100.
    for (let second = 10; second <= 90; second += 10)
      await recordSamples(worker(second), [using(id, 400, second), using(beside, 100, second, 500)])
    for (let second = 100; second <= 180; second += 10) {
      const since = second < 140 ? 90 : 130
      const before = second < 140 ? using(id, 400, 90).cpuMicros : 0
      const now = using(id, 900, second - since, 3_000)
      await recordSamples(worker(second), [
        { ...now, cpuMicros: before + now.cpuMicros, receivedBytes: second },
      ])
    }
    for (let second = 300; second <= 360; second += 10)
      await recordSamples(worker(second), [using(id, 100, second)])
    await rollUpMetrics(worker(420))
    expect(await keptOf(id, 60)).toEqual([
      [0, 60, 400, 400, 1_000, 500],
      // The second half of the minute ran at 900; the counter of received bytes restarted at 100 seconds.
      [60, 50, 600, 900, 1_800, 300.4].map(Math.round),
      // The pair in which the processor's counter decreased is left out.
      [120, 50, 900, 900, 3_000, 1],
      [300, 60, 100, 100, 1_000, 500],
    ])
    const again = await keptOf(id, 60)
    await rollUpMetrics(worker(430))
    expect(await keptOf(id, 60)).toEqual(again)
  })

  test('are visible only to their organisation, as samples and as averages', async () => {
    const series = await getInstanceMetrics(estate.own.as('reader', at(420)), { id, range: 'hour' })
    expect(series.points).toHaveLength(6 + 3 + 3 + 5 + 6 - 1)
    expect(series.points[0]).toEqual({
      at: expect.stringContaining('2026-11-24T09:00:10'),
      cpuMilli: 400,
      memoryMib: 1_000,
      diskMib: 2_048,
      receivedBytesPerSecond: 500,
      sentBytesPerSecond: 2_000,
    })
    const day = await getInstanceMetrics(estate.own.as('reader', at(420)), { id, range: 'day' })
    expect(day.points.map((point) => [Date.parse(point.at), point.cpuMilli])).toEqual([
      [at(0).getTime(), Math.round((400 * 60 + 600 * 50 + 900 * 50) / 160)],
      [at(300).getTime(), 100],
    ])
    const other = estate.foreign.as('owner', at(420))
    await expect(getInstanceMetrics(other, { id, range: 'day' })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('are summed for the host of the servers', async () => {
    const [row] = await query<{ host: Id<'host'> }>(`select host_id as host from instances where id = $1`, id)
    const host = row?.host as Id<'host'>
    const staff = staffTestContext(newId('staff'), ['auditor'], at(420))
    const { points } = await getHostMetrics(staff, { host, range: 'hour' })
    // The second server is measured from 10 to 90 seconds, and its use from 20 on.
    expect(points[0]).toMatchObject({ cpuMilli: 400, memoryMib: 1_000 })
    expect(points[1]).toMatchObject({ cpuMilli: 500, memoryMib: 1_500, receivedBytesPerSecond: 1_000 })
    const kept = await query<{ cpu: string; memory: string }>(
      `select cpu_milli::text as cpu, memory_mib::text as memory from host_metrics where host_id = $1 order by at limit 1`,
      host,
    )
    expect(kept).toEqual([
      { cpu: String(Math.round((400 + 5 * 500) / 6)), memory: String(Math.round((1_000 + 5 * 1_500) / 6)) },
    ])
    const nowhere = { host: newId('host'), range: 'hour' as const }
    await expect(getHostMetrics(staff, nowhere)).rejects.toMatchObject({ code: 'not_found' })
    const mover = staffTestContext(newId('staff'), [], at(420))
    await expect(getHostMetrics(mover, { host, range: 'hour' })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('are averaged by hour once the hour is over; old samples and minutes are deleted', async () => {
    await rollUpMetrics(worker(3_600 + 120))
    expect(await keptOf(id, 3600)).toEqual([
      [
        0,
        220,
        Math.round((400 * 60 + 600 * 50 + 900 * 50 + 100 * 60) / 220),
        900,
        Math.round((1_000 * 60 + 1_800 * 50 + 3_000 * 50 + 1_000 * 60) / 220),
        Math.round((500 * 60 + 300 * 50 + 1 * 50 + 500 * 60) / 220),
      ],
    ])
    const count = async (table: string) => (await query<object>(`select 1 from ${table}`)).length
    expect(await count('metric_samples')).toBeGreaterThan(0)
    await pruneMetrics(worker(4 * 3_600))
    expect(await count('metric_samples')).toBe(0)
    expect(await keptOf(id, 60)).toHaveLength(4)
    await pruneMetrics(worker(9 * 86_400))
    expect(await keptOf(id, 60)).toEqual([])
    expect(await keptOf(id, 3600)).toHaveLength(1)
    await pruneMetrics(worker(401 * 86_400))
    expect(await keptOf(id, 3600)).toEqual([])
    expect(await count('host_metrics')).toBe(0)
  })

  test('are caught up after a pause, hours only after their minutes', async () => {
    const late = await addInstance(estate)
    const from = 402 * 86_400
    for (let minute = 0; minute < 150; minute += 1)
      for (const second of [0, 30])
        await recordSamples(worker(from + minute * 60 + second), [using(late, 250, minute * 60 + second)])
    await rollUpMetrics(worker(from + 10_500))
    expect(await keptOf(late, 60)).toHaveLength(150)
    expect((await keptOf(late, 3600)).map(([, seconds, cpu]) => [seconds, cpu])).toEqual([
      [3_600, 250],
      [3_600, 250],
    ])
    // A transaction is equally short after any pause.
    const transactions = await query<{ minutes: string }>(
      `select count(*)::text as minutes from instance_metrics where instance_id = $1 and resolution_seconds = 60
       group by xmin::text`,
      late,
    )
    expect(transactions.length).toBeGreaterThanOrEqual(75)
    expect(Math.max(...transactions.map(({ minutes }) => Number(minutes)))).toBe(2)
  })

  test('continue past samples that are too far apart to be used', async () => {
    const sparse = await addInstance(estate)
    const from = 403 * 86_400
    for (const second of [0, 100, 200, 300, 400, 430, 460])
      await recordSamples(worker(from + second), [using(sparse, 250, second)])
    await rollUpMetrics(worker(from + 600))
    expect((await keptOf(sparse, 60)).map(([at, seconds]) => [(at ?? 0) - from, seconds])).toEqual([
      [360, 30],
      [420, 30],
    ])
  })

  test('are kept until averages are stored and traffic is counted, for two days at most', async () => {
    const behind = await addInstance(estate)
    const from = 404 * 86_400
    const samples = async () =>
      (await query<object>(`select 1 from metric_samples where instance_id = $1`, behind)).length
    for (const second of [0, 10]) await recordSamples(worker(from + second), [using(behind, 250, second)])
    await pruneMetrics(worker(from + 4 * 3_600))
    expect(await samples()).toBe(2)
    await rollUpMetrics(worker(from + 4 * 3_600))
    await countTraffic(worker(from - 86_400))
    await pruneMetrics(worker(from + 4 * 3_600))
    expect(await samples()).toBe(2)
    await countTraffic(worker(from + 4 * 3_600))
    await pruneMetrics(worker(from + 4 * 3_600))
    expect(await samples()).toBe(0)

    for (const second of [0, 10])
      await recordSamples(worker(from + 86_400 + second), [using(behind, 250, second)])
    await pruneMetrics(worker(from + 86_400 + 47 * 3_600))
    expect(await samples()).toBe(2)
    await pruneMetrics(worker(from + 86_400 + 49 * 3_600))
    expect(await samples()).toBe(0)
  })
})
