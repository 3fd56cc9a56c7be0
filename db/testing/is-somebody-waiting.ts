import type postgres from 'postgres'

/**
 * Whether a transaction of this database waits for a lock of another. Other test files have databases on the same server; a
 * wait for a transaction names none, what its process holds besides does.
 */
export async function isSomebodyWaiting(sql: postgres.Sql | postgres.TransactionSql): Promise<boolean> {
  const waiting = await sql`
    select 1 from pg_locks waits where not granted and exists (select 1 from pg_locks holds
      join pg_database d on d.oid = holds.database
      where holds.pid = waits.pid and d.datname = current_database())`
  return waiting.length > 0
}
