import { eq, lt, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { workerHeartbeats } from '~/db/schema/provisioning'

const silence = sql`clock_timestamp() - interval '10 seconds'`

export type Heartbeat = {
  workerId: string
  poolIds: readonly string[]
  startedAt: Date
  lastTakenAt: Date | null
  sagaSteps: readonly string[]
  sweepers: readonly string[]
  unreachedZones: readonly string[]
  failingSweepers: readonly string[]
  assignedSweepers: readonly string[]
  assignedZones: readonly string[]
}

export type LivePool = {
  poolId: string
  workerId: string
  startedAt: Date
  sweepers: string[]
  unreachedZones: string[]
  failingSweepers: string[]
  silentMs: number
  /** The database's clock at the reading. */
  databaseMs: number
}

/** Records these queue pools as alive and deletes rows of silent ones. Returns all live pools. */
export async function recordHeartbeat(tx: Tx, worker: Heartbeat): Promise<LivePool[]> {
  const { workerId, startedAt, lastTakenAt, sagaSteps } = worker
  const set = {
    seenAt: sql`clock_timestamp()`,
    lastTakenAt,
    sweepers: [...worker.sweepers],
    unreachedZones: [...worker.unreachedZones],
    failingSweepers: [...worker.failingSweepers],
    assignedSweepers: [...worker.assignedSweepers],
    assignedZones: [...worker.assignedZones],
  }
  // While its queue is closed the process is alive under its own name, which holds no jobs.
  for (const queuePoolId of worker.poolIds.length > 0 ? worker.poolIds : [workerId]) {
    await tx
      .insert(workerHeartbeats)
      .values({ queuePoolId, workerId, startedAt, sagaSteps: [...sagaSteps], ...set })
      .onConflictDoUpdate({ target: workerHeartbeats.queuePoolId, set })
  }
  await tx.delete(workerHeartbeats).where(lt(workerHeartbeats.seenAt, silence))
  return tx
    .select({
      poolId: workerHeartbeats.queuePoolId,
      workerId: workerHeartbeats.workerId,
      startedAt: workerHeartbeats.startedAt,
      sweepers: workerHeartbeats.sweepers,
      unreachedZones: workerHeartbeats.unreachedZones,
      failingSweepers: workerHeartbeats.failingSweepers,
      silentMs: sql<number>`(extract(epoch from clock_timestamp() - ${workerHeartbeats.seenAt}) * 1000)::float8`,
      databaseMs: sql<number>`(extract(epoch from clock_timestamp()) * 1000)::float8`,
    })
    .from(workerHeartbeats)
}

export type KnownZone = { id: string; hasIncus: boolean; isOverdue: boolean }

/** All zones; overdue when no worker had an answer from the zone's Incus within three seconds. */
export async function listKnownZones(tx: Tx): Promise<KnownZone[]> {
  return [
    ...(await tx.execute<KnownZone>(sql`
      select id, "hasIncus", "hasIncus" and coalesce(reached_at < clock_timestamp() - interval '3 seconds', true) as "isOverdue"
      from (select z.id, z.driver = 'incus' and z.state <> 'closed' as "hasIncus", r.reached_at
        from zones z left join zone_reach r on r.zone_id = z.id) known`)),
  ]
}

/** Removes the heartbeats of a leaving worker: its pools are dead from now on. */
export async function deleteHeartbeats(tx: Tx, workerId: string): Promise<void> {
  await tx.delete(workerHeartbeats).where(eq(workerHeartbeats.workerId, workerId))
}

/** Releases the jobs that none of these pools holds. */
export async function unlockDeadWorkers(tx: Tx, live: readonly string[]): Promise<void> {
  await tx.execute(sql`select queue_api.unlock_dead_workers(${textArray(live)})`)
}

/** Jobs held by these pools for more than ten seconds. */
export async function listLongHeldJobs(tx: Tx, poolIds: readonly string[]): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(
    sql`select id::text as id from queue_api.list_long_held_jobs(${textArray(poolIds)})`,
  )
  return rows.map((row) => row.id)
}

/** Jobs that may run now and that no worker holds; counts at most `most`. */
export async function countDueJobs(tx: Tx, most: number): Promise<number> {
  const [row] = await tx.execute<{ due: number }>(sql`select queue_api.count_due_jobs(${most}::int) as due`)
  return row?.due ?? 0
}

function textArray(values: readonly string[]) {
  if (values.length === 0) return sql`array[]::text[]`
  return sql`array[${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )}]::text[]`
}
