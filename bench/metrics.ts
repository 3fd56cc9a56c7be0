/**
 * Averages of metrics after a pause: `--servers` (5,000 by default) with a sample every ten seconds for `--minutes` (20),
 * stored by the product in its partitions. Then the former way, one statement over the whole pause, without its
 * time-out. Last, hours of 200 servers come and go: the size of all metrics after each.
 */
import postgres from 'postgres'
import { closeDatabase, withSystem } from '../db/client.ts'
import { socketAddress } from '../db/embedded/socket.ts'
import { systemTestContext } from '../db/testing/contexts.ts'
import { addSeconds } from '../lib/kernel/time/clock.ts'
import { keepMetricPartitions, pruneMetrics, rollUpMetrics } from '../lib/resources/index.ts'
import { storeMinutes } from '../lib/resources/metrics/queries/roll-up.ts'
import { addInstance } from '../lib/resources/testing/resources.ts'
import { countTraffic } from '../lib/usage/index.ts'
import { makeEstate } from '../testing/estate.ts'
import { openDurableDatabase } from './support/durable-database.ts'
import { option } from './support/option.ts'

const begin = new Date('2026-11-24T00:00:00Z')
const hour = 3_600
const fewServers = 200
const cycles = 10

export async function run(args: string[]): Promise<Record<string, number>> {
  const servers = Number(option(args, '--servers') ?? 5_000)
  const minutes = Number(option(args, '--minutes') ?? 20)
  const { server, database } = await openDurableDatabase()
  if (server.socketFolder) process.env.DATABASE_SOCKET_FOLDER = server.socketFolder
  const admin = postgres(server.adminUrl, {
    database: database.name,
    max: 1,
    onnotice: () => undefined,
    ...(server.socketFolder && { path: socketAddress(server.socketFolder, server.port) }),
  })
  try {
    const estate = await makeEstate(database.sql, { hosts: { count: 1, vcpu: 64 } })
    const id = await addInstance(estate)
    // Copies of one server and their samples: foreign keys are not what is measured.
    await admin`set session_replication_role = replica`
    await admin`insert into instances select (jsonb_populate_record(i, jsonb_build_object(
        'id', 'ins_bench' || n, 'name', 'bench' || n, 'address', null))).*
      from instances i, generate_series(1, ${servers}) n where i.id = ${id}`
    const caughtUp = await catchUp(admin, servers, minutes)
    return { servers, minutes, ...caughtUp, ...(await measureSize(admin)) }
  } finally {
    await admin.end()
    await closeDatabase()
    await database.drop()
    await server.stop()
  }
}

/** Samples of the first servers, every ten seconds in `[from, from + seconds)`. */
async function insertSamples(
  sql: postgres.Sql,
  servers: number,
  from: number,
  seconds: number,
): Promise<void> {
  await sql`insert into metric_samples
    select i.id, i.organisation_id, i.host_id, ${addSeconds(begin, from)}::timestamptz + t * interval '1 second',
      (${from}::bigint + t) * 250000, 512, 1024, (${from}::bigint + t) * 1000, (${from}::bigint + t) * 2000
    from instances i, generate_series(0, ${seconds - 1}, 10) t
    where i.id like 'ins_bench%' and substring(i.id from 10)::int <= ${servers}`
}

async function catchUp(sql: postgres.Sql, servers: number, minutes: number): Promise<Record<string, number>> {
  console.error(`storing ${minutes} minutes of ${servers} servers`)
  await keepMetricPartitions(systemTestContext(begin))
  for (let minute = 0; minute < minutes; minute += 10)
    await insertSamples(sql, servers, minute * 60, Math.min(10, minutes - minute) * 60)
  await sql`analyze metric_samples`
  const now = systemTestContext(addSeconds(begin, minutes * 60 + 20))
  const begun = performance.now()
  await rollUpMetrics(now)
  const seconds = (performance.now() - begun) / 1_000
  const transactions = await sql<{ n: number }[]>`
    select count(distinct xmin::text)::int as n from instance_metrics where resolution_seconds = 60`
  const [kept] = await sql<{ n: number }[]>`
    select count(*)::int as n from instance_metrics where resolution_seconds = 60`
  if (kept?.n !== servers * minutes) throw new Error(`${kept?.n} averages instead of ${servers * minutes}`)

  console.error('the same in one statement')
  await sql`truncate instance_metrics, host_metrics`
  const single = performance.now()
  await withSystem(now, async (tx) => {
    await tx.execute('set local statement_timeout = 0')
    await storeMinutes(tx, { from: begin, to: addSeconds(begin, minutes * 60) })
  })
  const singleSeconds = (performance.now() - single) / 1_000
  await sql`truncate metric_samples, instance_metrics, host_metrics`
  return {
    catchUpSeconds: round(seconds),
    timesRealTime: round((minutes * 60) / seconds),
    goalTimesRealTime: 20,
    secondsOfATransaction: round(seconds / (transactions[0]?.n ?? 1)),
    secondsOfOneStatement: round(singleSeconds),
  }
}

/** One hour after the other, as the sweepers of a worker treat them. */
async function measureSize(sql: postgres.Sql): Promise<Record<string, number>> {
  const sizes: number[] = []
  for (let n = 0; n < cycles; n += 1) {
    const from = 48 * hour + n * hour
    const ctx = systemTestContext(addSeconds(begin, from + hour + 20))
    await keepMetricPartitions(systemTestContext(addSeconds(begin, from)))
    await insertSamples(sql, fewServers, from, hour)
    await rollUpMetrics(ctx)
    await countTraffic(ctx)
    await keepMetricPartitions(ctx)
    await pruneMetrics(ctx)
    const [row] = await sql<{ bytes: string }[]>`
      select sum(pg_total_relation_size(relid))::text as bytes from pg_partition_tree('metric_samples')`
    sizes.push(Number(row?.bytes) / 1e6)
  }
  return {
    samplesMbAfter4Hours: round(sizes[3] ?? 0),
    samplesMbAfter8Hours: round(sizes[7] ?? 0),
    samplesMbAfter10Hours: round(sizes.at(-1) ?? 0),
  }
}

const round = (value: number) => Math.round(value * 100) / 100
