import type postgres from 'postgres'

/**
 * How many transactions of this database wait for a lock of another transaction. Other test files have databases on
 * the same server: a wait for a transaction id names no database, but the other locks of its process do.
 */
export async function countWaiting(sql: postgres.Sql | postgres.TransactionSql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(distinct pid)::int as count from pg_locks waits where not granted and exists (
      select 1 from pg_locks holds join pg_database d on d.oid = holds.database
      where holds.pid = waits.pid and d.datname = current_database())`
  return row?.count ?? 0
}
