import { sql } from 'drizzle-orm'
import type { Tx } from './open-pool.ts'

export type SharedOutcome<T> = { value: T; hasWritten: boolean }

export type SharedTransactions = {
  /**
   * Runs `work` in a transaction that others may have read in before. `alone` runs it in one of its own instead, when the
   * shared one has not reached it in time.
   */
  run<T>(work: (tx: Tx) => Promise<T>, alone: () => Promise<SharedOutcome<T>>): Promise<SharedOutcome<T>>
}

type Passenger = {
  work: (tx: Tx) => Promise<unknown>
  resolve: (outcome: SharedOutcome<never>) => void
  reject: (error: unknown) => void
  arrivedMs: number
  overdue: NodeJS.Timeout
}

/** How long an open transaction waits for the next reader, which has often just read and computes. */
const lingerMs = 50
/** How long work waits for one that is in progress, and for all before it. */
const patienceMs = 500
const mostMs = 3_000
/** After this long a transaction takes no further work. */
const longestMs = 1_000

/**
 * Periodic work that finds nothing to do reads once and ends: ten such readings cost one transaction here instead of ten.
 * They run one after the other, each with its own snapshots (READ COMMITTED). Work that wrote, or locked rows or an
 * advisory lock, is the last of its transaction, which is committed before the result is returned: no change waits for the
 * work of others, and no failure undoes what others did. An error ends the transaction of readings, whose results hold.
 */
export function openSharedTransactions(
  begin: (run: (tx: Tx) => Promise<void>) => Promise<void>,
): SharedTransactions {
  const waiting: Passenger[] = []
  let isServing = false
  let progressMs = 0
  let onArrival: (() => void) | null = null

  const linger = () =>
    new Promise<Passenger | undefined>((resolve) => {
      const end = () => {
        clearTimeout(timer)
        onArrival = null
        resolve(waiting.shift())
      }
      const timer = setTimeout(end, lingerMs)
      onArrival = end
    })

  async function serveOnce(): Promise<void> {
    // Set while its outcome is open: the commit of what it wrote may still fail.
    let current: Passenger | null = null
    let onCommit = () => {}
    try {
      await begin(async (tx) => {
        const begunAt = performance.now()
        while (performance.now() - begunAt < longestMs) {
          const next = waiting.shift() ?? (await linger())
          if (!next) return
          clearTimeout(next.overdue)
          current = next
          progressMs = performance.now()
          const value = (await next.work(tx)) as never
          const { hasWritten, hasLocked } = await findTraces(tx)
          if (hasWritten || hasLocked) {
            onCommit = () => next.resolve({ value, hasWritten })
            return
          }
          current = null
          next.resolve({ value, hasWritten: false })
        }
      })
      onCommit()
    } catch (error) {
      // Without work in progress the database was lost: those that wait would fail as well.
      const failed = current ? [current as Passenger] : waiting.splice(0)
      for (const each of failed) {
        clearTimeout(each.overdue)
        each.reject(error)
      }
    }
  }

  async function serve(): Promise<void> {
    isServing = true
    while (waiting.length > 0) await serveOnce()
    isServing = false
  }

  return {
    run: <T>(work: (tx: Tx) => Promise<T>, alone: () => Promise<SharedOutcome<T>>) =>
      new Promise<SharedOutcome<T>>((resolve, reject) => {
        const leave = () => {
          const nowMs = performance.now()
          const restMs = Math.min(progressMs + patienceMs, passenger.arrivedMs + mostMs) - nowMs
          if (restMs > 0) {
            passenger.overdue = setTimeout(leave, restMs)
            return
          }
          waiting.splice(waiting.indexOf(passenger), 1)
          alone().then(resolve, reject)
        }
        const passenger: Passenger = {
          work,
          resolve,
          reject,
          arrivedMs: performance.now(),
          overdue: setTimeout(leave, patienceMs),
        }
        waiting.push(passenger)
        if (onArrival) onArrival()
        else if (!isServing) void serve()
      }),
  }
}

/** A row that was written or locked gives the transaction a number; advisory locks do not. */
async function findTraces(tx: Tx): Promise<{ hasWritten: boolean; hasLocked: boolean }> {
  const [row] = await tx.execute<{ hasWritten: boolean; hasLocked: boolean }>(sql`
    select pg_current_xact_id_if_assigned() is not null as "hasWritten",
      exists (select from pg_locks where pid = pg_backend_pid() and locktype = 'advisory') as "hasLocked"`)
  return row ?? { hasWritten: true, hasLocked: true }
}
