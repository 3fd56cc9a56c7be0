import { everyRow } from './database'

/** Columns that move by themselves: the chainer's, the worker's, and what a mere visit touches. */
const moving = [
  'last_seen_at',
  'sequence',
  'hash',
  'fence',
  'lease_owner',
  'lease_expires_at',
  'run_after',
  'expires_at',
]

/** Tables that workers fill as time passes, whoever asks for what. */
const measured = ['metric_samples', 'instance_metrics']

let tables: string[] | undefined

/**
 * One digest over everything that is an organisation's: its rows in every tenant table, its own row, its
 * members' accounts, sessions, links and recovery codes. Equal digests: nothing of it changed.
 */
export async function fingerprint(organisationId: string): Promise<string> {
  const parts = await fingerprints(organisationId)
  return Object.entries(parts)
    .map(([table, digest]) => `${table} ${digest}`)
    .join('\n')
}

async function fingerprints(organisationId: string): Promise<Record<string, string>> {
  const sql = everyRow()
  tables ??= await tenantTables()
  const members = sql`select account_id from organisation_members where organisation_id = ${organisationId}`
  const found: [string, string][] = []
  for (const table of tables)
    found.push([table, await digest(table, sql`organisation_id = ${organisationId}`)])
  found.push(['organisations', await digest('organisations', sql`id = ${organisationId}`)])
  found.push(['accounts', await digest('accounts', sql`id in (${members})`)])
  for (const table of ['account_sessions', 'account_tokens', 'account_recovery_codes'])
    found.push([table, await digest(table, sql`account_id in (${members})`)])
  return Object.fromEntries(found)
}

/** One digest over these rows of a table that belongs to no organisation (a host, a member of staff). */
export async function rowFingerprint(table: string, ids: readonly string[]): Promise<string> {
  return digest(table, everyRow()`id in ${everyRow()(ids)}`)
}

async function digest(table: string, where: ReturnType<ReturnType<typeof everyRow>>): Promise<string> {
  const sql = everyRow()
  const [row] = await sql<{ digest: string }[]>`
    select count(*) || ':' || coalesce(md5(string_agg(line, E'\n' order by line)), '') as digest
    from (select (to_jsonb(t) - ${moving}::text[])::text as line from ${sql(table)} t where ${where}) lines`
  return row?.digest ?? ''
}

async function tenantTables(): Promise<string[]> {
  const rows = await everyRow()<{ name: string }[]>`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'organisation_id' and t.table_type = 'BASE TABLE'
    order by 1`
  return rows.map((row) => row.name).filter((name) => !measured.includes(name))
}
