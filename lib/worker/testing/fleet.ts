import { afterEach, beforeAll, expect } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { recordAudit } from '~/lib/audit'
import { makeZone } from '~/lib/datacentre/testing/datacenter'
import { newId } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { startWorkerProcess, type WorkerProcess } from '~/lib/resources/testing/worker-process'

type Assigned = { pid: number; sweepers: string[]; known: string[]; zones: string[] }

const everywhere = ['due sagas', 'journal', 'zone reach']

/** A test's database with two zones, and real workers that share the periodic work on it. */
export function useFleet() {
  const database = useTestDatabase()
  const { sql } = database
  const workers: WorkerProcess[] = []

  beforeAll(async () => {
    await makeZone({ count: 1, vcpu: 8 })
    await makeZone({ count: 1, vcpu: 8 })
  })
  afterEach(async () => {
    for (const worker of workers) {
      // A suspended process ends only by this signal.
      worker.kill('SIGKILL')
      await worker.exited
    }
    workers.length = 0
    await sql`delete from worker_heartbeats`
  })

  /** What each live worker runs, as it wrote itself; a sweeper by zone is in every worker that serves one. */
  async function readAssigned(): Promise<Assigned[]> {
    const rows = await sql`
      select distinct on (worker_id) split_part(worker_id, ':', 2)::int as pid, sweepers as known,
        assigned_sweepers as sweepers, assigned_zones as zones
      from worker_heartbeats order by worker_id, seen_at desc`
    return rows as unknown as Assigned[]
  }

  async function readShares() {
    const rows = await readAssigned()
    const run = new Set(rows.flatMap((row) => row.sweepers))
    const missing = [...new Set(rows.flatMap((row) => row.known))].filter(
      (name) => !run.has(name) && !everywhere.includes(name),
    )
    const zones = rows.flatMap((row) => row.zones)
    return { workers: rows.length, missing, zones: zones.length, twice: zones.length - new Set(zones).size }
  }

  return {
    sql,
    readAssigned,
    async startWorker(): Promise<WorkerProcess> {
      const worker = startWorkerProcess(database.current)
      workers.push(worker)
      await worker.ready
      return worker
    },
    /** Waits until so many live workers run every sweeper, and each zone is served by one of them. */
    async waitUntilShared(count: number): Promise<Assigned[]> {
      await expect.poll(readShares).toEqual({ workers: count, missing: [], zones: 2, twice: 0 })
      return readAssigned()
    },
    /** The one worker that runs this sweeper. */
    ownerOf(rows: readonly Assigned[], sweeper: string): WorkerProcess {
      const owners = rows.filter((row) => row.sweepers.includes(sweeper))
      const owner = workers.find(({ pid }) => pid === owners[0]?.pid)
      if (owners.length !== 1 || !owner) throw new Error(`${owners.length} workers run ${sweeper}`)
      return owner
    },
    /** A sweeper chains a new event of the audit trail. */
    async expectChained(): Promise<void> {
      const ctx = systemTestContext(systemNow())
      const event = {
        organisationId: null,
        kind: 'recovery' as const,
        id: newId('recovery', systemNow().getTime()),
        details: { reason: 'new_timeline', expected: '', found: '' },
      }
      await withSystem(ctx, (tx) => recordAudit(tx, ctx, 'recovery.continued', event))
      await expect.poll(() => sql`select 1 from audit_events where sequence is null`).toEqual([])
    },
  }
}
