import { setTimeout as pause } from 'node:timers/promises'
import { openSql } from '~/testing/sql'

/** Looks 40 times a second for how long a session has been waiting for the lock of a table. */
export function watchTableLocks(adminUrl: string) {
  const sql = openSql(adminUrl, { max: 1 })
  let [longestMs, isOver] = [0, false]
  const watching = (async () => {
    while (!isOver) {
      const [row] = await sql<{ ms: number | null }[]>`
        select max(extract(epoch from clock_timestamp() - l.waitstart) * 1000)::float8 as ms
        from pg_locks l join pg_stat_activity a using (pid)
        where l.locktype = 'relation' and not l.granted and a.usename <> 'andromede_migrator'`
      longestMs = Math.max(longestMs, row?.ms ?? 0)
      await pause(25)
    }
  })()
  return {
    /** The longest wait of a process other than the migration. */
    async stop(): Promise<number> {
      isOver = true
      await watching
      await sql.end()
      return Math.round(longestMs)
    },
  }
}
