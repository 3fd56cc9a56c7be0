import { eq, lt, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { workerHeartbeats } from '~/db/schema/provisioning'

const silence = sql`clock_timestamp() - interval '10 seconds'`

/** Records these queue pools as alive and deletes rows of silent ones. Returns all live pools. */
export async function recordHeartbeat(
  tx: Tx,
  worker: {
    workerId: string
    poolIds: readonly string[]
    startedAt: Date
    lastTakenAt: Date | null
    sagaSteps: readonly string[]
  },
): Promise<string[]> {
  const { workerId, startedAt, lastTakenAt } = worker
  const seenAt = sql`clock_timestamp()`
  // While its queue is closed the process is alive under its own name, which holds no jobs.
  for (const queuePoolId of worker.poolIds.length > 0 ? worker.poolIds : [workerId]) {
    await tx
      .insert(workerHeartbeats)
      .values({ queuePoolId, workerId, startedAt, seenAt, lastTakenAt, sagaSteps: [...worker.sagaSteps] })
      .onConflictDoUpdate({ target: workerHeartbeats.queuePoolId, set: { seenAt, lastTakenAt } })
  }
  await tx.delete(workerHeartbeats).where(lt(workerHeartbeats.seenAt, silence))
  const rows = await tx.select({ id: workerHeartbeats.queuePoolId }).from(workerHeartbeats)
  return rows.map((row) => row.id)
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

function textArray(values: readonly string[]) {
  if (values.length === 0) return sql`array[]::text[]`
  return sql`array[${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )}]::text[]`
}
