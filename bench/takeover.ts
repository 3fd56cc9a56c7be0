/**
 * From the SIGKILL of a worker until others do its periodic work, with `--workers` (2): a change written at the moment of
 * the kill whose sweeper the killed one ran, until it is handled; and all sweepers and zones, until others report them.
 */
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { closeDatabase, withSystem } from '../db/client.ts'
import { systemTestContext } from '../db/testing/contexts.ts'
import { recordAudit } from '../lib/audit/index.ts'
import { makeZone } from '../lib/datacentre/testing/datacenter.ts'
import { newId } from '../lib/kernel/ids.ts'
import { systemNow } from '../lib/kernel/time/clock.ts'
import { startWorkerProcess, type WorkerProcess } from '../lib/resources/testing/worker-process.ts'
import { openDurableDatabase } from './support/durable-database.ts'
import { option } from './support/option.ts'
import { percentile } from './support/percentile.ts'

const sweeper = 'audit chainer'
const everywhere = ['due sagas', 'journal', 'zone reach']

type Row = { pid: number; known: string[]; sweepers: string[]; zones: string[] }

export async function run(args: string[]): Promise<Record<string, number>> {
  const count = Number(option(args, '--workers') ?? 2)
  const rounds = Number(option(args, '--rounds') ?? 20)
  const { server, database } = await openDurableDatabase()
  const sql = postgres(database.roleUrl('andromede_migrator'), { max: 1, onnotice: () => undefined })
  const workers = new Map<number, WorkerProcess>()
  const handled: number[] = []
  const whole: number[] = []
  const undisturbed: number[] = []

  const startWorker = async () => {
    const worker = startWorkerProcess(database)
    workers.set(worker.pid, worker)
    await worker.ready
  }
  /** What live workers report, each by its newest row. */
  const readRows = async () => {
    const rows = await sql<Row[]>`
      select distinct on (worker_id) split_part(worker_id, ':', 2)::int as pid, sweepers as known,
        assigned_sweepers as sweepers, assigned_zones as zones
      from worker_heartbeats order by worker_id, seen_at desc`
    return rows.filter(({ pid }) => workers.has(pid))
  }
  const isWhole = (rows: readonly Row[]) => {
    const run = new Set(rows.flatMap(({ sweepers }) => sweepers))
    const known = rows.flatMap((row) => row.known).filter((name) => !everywhere.includes(name))
    const zones = rows.flatMap((row) => row.zones)
    const owners = rows.filter(({ sweepers }) => sweepers.includes(sweeper))
    return (
      rows.length === workers.size &&
      owners.length === 1 &&
      known.every((name) => run.has(name)) &&
      zones.length === 2
    )
  }
  const until = async (isDone: () => Promise<boolean>) => {
    const begun = performance.now()
    while (!(await isDone())) await wait(20)
    return performance.now() - begun
  }
  const isShared = async () => isWhole(await readRows())
  const chain = async () => {
    await recordEvent()
    return until(async () => (await sql`select 1 from audit_events where sequence is null`).length === 0)
  }

  try {
    await makeZone({ count: 1, vcpu: 8 })
    await makeZone({ count: 1, vcpu: 8 })
    for (let round = 0; round < rounds; round += 1) {
      while (workers.size < count) await startWorker()
      await until(isShared)
      undisturbed.push(await chain())
      const owner = (await readRows()).find(({ sweepers }) => sweepers.includes(sweeper))
      const killed = owner && workers.get(owner.pid)
      if (!killed) throw new Error('no worker runs the sweeper')
      workers.delete(killed.pid)
      killed.kill('SIGKILL')
      const both = await Promise.all([chain(), until(isShared)])
      handled.push(both[0])
      whole.push(both[1])
      console.error(
        `round ${round}: handled after ${Math.round(both[0])} ms, all after ${Math.round(both[1])} ms`,
      )
    }
  } finally {
    for (const worker of workers.values()) worker.kill('SIGTERM')
    await Promise.all([...workers.values()].map(({ exited }) => exited))
    await sql.end()
    await closeDatabase()
    await database.drop()
    await server.stop()
  }
  return {
    workers: count,
    rounds,
    undisturbedP50Ms: percentile(undisturbed, 0.5),
    undisturbedMaxMs: percentile(undisturbed, 1),
    handledP50Ms: percentile(handled, 0.5),
    handledMaxMs: percentile(handled, 1),
    reportedP50Ms: percentile(whole, 0.5),
    reportedMaxMs: percentile(whole, 1),
  }
}

async function recordEvent(): Promise<void> {
  const ctx = systemTestContext(systemNow())
  await withSystem(ctx, (tx) =>
    recordAudit(tx, ctx, 'recovery.continued', {
      organisationId: null,
      kind: 'recovery',
      id: newId('recovery', systemNow().getTime()),
      details: { reason: 'new_timeline', expected: '', found: '' },
    }),
  )
}
