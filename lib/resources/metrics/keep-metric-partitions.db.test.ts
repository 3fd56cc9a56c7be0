import { beforeAll, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { type Estate, makeEstate } from '~/testing/estate'
import { addInstance } from '../testing/resources'
import { rowProbe } from '../testing/row-probe'
import { getInstanceMetrics } from './get-instance-metrics'
import { keepMetricPartitions } from './keep-metric-partitions'
import { pruneMetrics } from './prune-metrics'
import { recordSamples } from './record-samples'
import { rollUpMetrics } from './roll-up-metrics'

const database = useTestDatabase()
const { sql, sqlAs } = database
const { query } = rowProbe(database)
const hour = 3_600
const day = 24 * hour
const begin = new Date('2026-11-24T09:00:00Z')
const worker = (seconds: number) => systemTestContext(addSeconds(begin, seconds))
let estate: Estate
let id: Id<'instance'>

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 1, vcpu: 64 } })
  id = await addInstance(estate)
})

const measure = (second: number) =>
  recordSamples(worker(second), [
    {
      resourceId: id,
      cpuMicros: 250_000 * second,
      memoryMib: 100,
      diskMib: null,
      receivedBytes: 0,
      sentBytes: 0,
    },
  ])
const partitions = async (of = 'metric_samples|instance_metrics|host_metrics') =>
  (
    await query<{ name: string }>(
      `select relname as name from pg_class where relispartition and relkind = 'r' and relname ~ $1 order by 1`,
      `^(${of})_[hdm][0-9]+$`,
    )
  ).map(({ name }) => name)
const placeOf = async (second: number) =>
  (
    await query<{ table: string }>(
      `select tableoid::regclass::text as table from metric_samples where at = $1::timestamptz`,
      addSeconds(begin, second).toISOString(),
    )
  ).map(({ table }) => table)

test('partitions exist a day ahead, once, with two workers', async () => {
  await measure(0)
  await keepMetricPartitions(worker(10))
  await Promise.all([keepMetricPartitions(worker(20)), keepMetricPartitions(worker(20))])
  const samples = await partitions('metric_samples')
  // The default partition has a row of the first hour, which stays there.
  expect(samples).toHaveLength(24)
  expect([samples[0], samples.at(-1)]).toEqual(['metric_samples_h2026112410', 'metric_samples_h2026112509'])
  expect(await partitions('instance_metrics|host_metrics')).toEqual(
    ['host_metrics', 'instance_metrics'].flatMap((table) =>
      ['d20261124', 'd20261125', 'd20261126', 'm202611', 'm202612'].map((part) => `${table}_${part}`),
    ),
  )
})

test('a sample outside every partition is stored, averaged, shown and deleted like others', async () => {
  for (let second = 10; second < 2 * hour; second += 30) await measure(second)
  expect(await placeOf(10)).toEqual(['metric_samples_default'])
  expect(await placeOf(hour + 10)).toEqual(['metric_samples_h2026112410'])
  await rollUpMetrics(worker(2 * hour))
  const { points } = await getInstanceMetrics(estate.own.as('reader', addSeconds(begin, 2 * hour)), {
    id,
    range: 'day',
  })
  expect(points).toHaveLength(24)
  expect(new Set(points.map(({ cpuMilli }) => cpuMilli))).toEqual(new Set([250]))
  await pruneMetrics(worker(4 * hour))
  expect(await placeOf(10)).toEqual([])
  expect(await placeOf(hour + 10)).toHaveLength(1)
})

test('a chart of the last hour reads the partitions of two hours, whose foreign keys and policies hold', async () => {
  const now = addSeconds(begin, 3 * hour)
  const plan = await sqlAs('andromede_worker').unsafe<{ 'QUERY PLAN': string }[]>(
    `explain select * from metric_samples where instance_id = $1 and at >= $2::timestamptz - interval '60 seconds' and at < $3`,
    [id, addSeconds(now, -hour), addSeconds(now, hour)],
  )
  const read = new Set(
    plan.flatMap((line) => line['QUERY PLAN'].match(/metric_samples_(h\d+|default)\b/g) ?? []),
  )
  expect([...read].sort()).toEqual([
    'metric_samples_h2026112410',
    'metric_samples_h2026112411',
    'metric_samples_h2026112412',
  ])
  await expect(
    sql`insert into metric_samples select 'ins_none', organisation_id, host_id, at + interval '1 second', 0, 0, 0, 0, 0
      from metric_samples limit 1`,
  ).rejects.toThrow(/foreign key/)
  await expect(sqlAs('andromede_portal')`select from metric_samples_h2026112410`).rejects.toThrow(
    /permission denied/,
  )
  expect(await sqlAs('andromede_portal')`select from metric_samples`).toHaveLength(0)
  await expect(sqlAs('andromede_worker')`delete from metric_samples`).rejects.toThrow(/permission denied/)
  for (const call of [`create_metric_partition('hours', now())`, `drop_metric_partition('hours', now())`])
    for (const role of ['andromede_portal', 'andromede_operator'] as const)
      await expect(sqlAs(role).unsafe(`select app.${call}`)).rejects.toThrow(/permission denied/)
})

test('a reader that does not end delays dropping and creating, and stops nothing', async () => {
  // The last minute of the samples, without which they are kept.
  await rollUpMetrics(worker(26 * hour))
  const reader = await sql.reserve()
  try {
    await reader`begin`
    await reader`select from metric_samples`
    const held = await partitions('metric_samples')
    await expect(keepMetricPartitions(worker(26 * hour))).rejects.toThrow(/drop_metric_partition/)
    expect(await partitions('metric_samples')).toEqual(expect.arrayContaining(held))
    await measure(26 * hour)
  } finally {
    await reader`rollback`
    reader.release()
  }
  await keepMetricPartitions(worker(26 * hour))
  expect(await partitions('metric_samples')).not.toContain('metric_samples_h2026112410')
})

test('partitions go after their retention, those of days and months too', async () => {
  await keepMetricPartitions(worker(9 * day))
  expect(await partitions('instance_metrics')).toEqual(
    [
      'd20261125',
      'd20261126',
      'd20261127',
      'd20261203',
      'd20261204',
      'd20261205',
      'm202611',
      'm202612',
      'm202701',
    ].map((part) => `instance_metrics_${part}`),
  )
  await keepMetricPartitions(worker(430 * day))
  expect((await partitions()).filter((name) => /2026/.test(name))).toEqual([
    'host_metrics_m202612',
    'instance_metrics_m202612',
  ])
})
