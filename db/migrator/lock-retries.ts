import { setTimeout as wait } from 'node:timers/promises'
import type postgres from 'postgres'
import { sqlState } from '../../lib/kernel/errors.ts'
import { StartRefusal } from '../embedded/refusal.ts'

/** How long a schema change may wait for its locks: every later session for the same table queues behind it. */
export type LockLimits = { waitMs: number; giveUpAfterMs: number }

export const standardLockLimits: LockLimits = { waitMs: 3_000, giveUpAfterMs: 120_000 }

/** The lock was not free within `lock_timeout`, or a deadlock was detected. */
const isLockRefused = (error: unknown) => ['55P03', '40P01'].includes(sqlState(error) ?? '')

/**
 * Run `work`, which waits for its locks for at most `waitMs` and leaves nothing behind when it fails, until it gets
 * them. The pauses are at least half as long as the waits, so that other sessions get their turn.
 *
 * @param subject names the work in the error
 * @param findHolder returns the holder of the lock, if known
 * @throws StartRefusal in one line when the locks cannot be acquired
 */
export async function retryForLocks<T>(
  { waitMs, giveUpAfterMs }: LockLimits,
  subject: string,
  findHolder: () => string,
  work: () => Promise<T>,
): Promise<T> {
  const startedAt = performance.now()
  for (let tries = 0; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      if (!isLockRefused(error)) throw error
      const pauseMs = waitMs * 2 ** Math.min(tries, 2) * (0.5 + Math.random() / 2)
      if (performance.now() - startedAt + pauseMs > giveUpAfterMs)
        throw new StartRefusal(
          `${subject} did not get its locks within ${Math.ceil(giveUpAfterMs / 1_000)} s${findHolder()}; the migrations before it are kept. Run it again once they are free.`,
        )
      await wait(pauseMs)
    }
  }
}

/** Poll, while the session `pid` works, which lock it waits for and which session holds it. */
export function watchHolder(observer: postgres.Sql, pid: number, waitMs: number) {
  let seen = ''
  const look = async () => {
    const [row] = await observer<{ lock: string; holders: string }[]>`
      select coalesce('table ' || c.relname, l.locktype) as lock,
        (select string_agg(format('process %s (%s)', a.pid, coalesce(nullif(a.application_name, ''), 'unnamed')), ', ')
          from pg_stat_activity a where a.pid = any (pg_blocking_pids(${pid}))) as holders
      from pg_locks l left join pg_class c on c.oid = l.relation where l.pid = ${pid} and not l.granted limit 1`
    if (row) seen = ` (${row.lock}, held by ${row.holders ?? 'others'})`
  }
  // Best effort: the holder only makes the refusal easier to act on.
  const timer = setInterval(() => void look().catch(() => undefined), waitMs / 2)
  return { describe: () => seen, end: () => clearInterval(timer) }
}
