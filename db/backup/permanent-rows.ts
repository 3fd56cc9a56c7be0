import postgres from 'postgres'

/** Rows of each table whose rows are only ever added. */
export type RowCounts = Record<string, number>

/**
 * Counts the rows of the tables that nothing deletes from: no role of the application may, no function does, and no
 * foreign key cascades. Of such a table a later state never has fewer rows.
 */
export async function countPermanentRows(url: string): Promise<RowCounts> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined })
  try {
    const tables = await sql<{ name: string }[]>`
      select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not c.relispartition
        and not exists (select from pg_roles r where r.rolname in ('andromede_portal', 'andromede_operator', 'andromede_worker')
          and has_table_privilege(r.oid, c.oid, 'delete'))
        and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.confdeltype <> 'a')
        and not exists (select from pg_proc p join pg_namespace n on n.oid = p.pronamespace
          where n.nspname = 'app' and p.prosrc ~* ('delete\\s+from\\s+' || c.relname || '\\M'))
      order by 1`
    const counts: RowCounts = {}
    for (const { name } of tables) {
      const [row] = await sql<{ rows: number }[]>`select count(*)::int as rows from ${sql(name)}`
      counts[name] = row?.rows ?? 0
    }
    return counts
  } finally {
    await sql.end({ timeout: 2 })
  }
}

/** The schema that `prepare-database` recorded last; undefined for a database that was never prepared. */
export async function readRecordedSchema(url: string): Promise<string | undefined> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined })
  try {
    const [row] = await sql<{ value: string }[]>`select value from installation_facts where name = 'schema'`
    return row?.value
  } finally {
    await sql.end({ timeout: 2 })
  }
}
