import { sql } from './database'

/**
 * Columns that change without a request: the chainer's, the worker's (a comparison that finds a difference raises
 * `revision`), and those updated by a mere visit.
 */
const moving = [
  'last_seen_at',
  'sequence',
  'hash',
  'fence',
  'lease_owner',
  'lease_expires_at',
  'run_after',
  'examined_day',
  'expires_at',
  'writing_by',
  'writing_until',
  'revision',
  'applied_revision',
  'not_in_force_since',
  'not_in_force_on',
]

/** Tables that workers fill over time, not while a request is answered. */
const measured = [
  'metric_samples',
  'instance_metrics',
  'probe_states',
  'probe_transitions',
  'traffic_hours',
  'traffic_months',
  'first_boots',
  // Published from the rows of other tables, which are compared.
  'organisation_events',
]

/** Rows of tables without an organisation (a host, a member of staff), by table. */
export type OtherRows = Record<string, readonly string[]>

const statements = new Map<string, string>()

/**
 * One digest over everything of these organisations: their rows in every tenant table, their own row, their members'
 * accounts, sessions, links and recovery codes; and over `others`. Equal digests mean that nothing changed.
 *
 * One statement, prepared once: the matrix runs it more than a thousand times, over more than a hundred tables.
 */
export async function fingerprint(
  organisationIds: readonly string[],
  others: OtherRows = {},
): Promise<string> {
  const otherTables = Object.keys(others).sort()
  const key = otherTables.join()
  let statement = statements.get(key)
  if (statement === undefined) {
    statement = statementOver(await tenantTables(), otherTables)
    statements.set(key, statement)
  }
  const given = [organisationIds, ...otherTables.map((table) => others[table] ?? [])]
  const rows = await sql.unsafe<{ line: string }[]>(
    statement,
    given.map((ids) => [...ids]),
    { prepare: true },
  )
  return rows.map((row) => row.line).join('\n')
}

/** `$1` has the organisations, each further parameter the rows of one of `otherTables`. */
function statementOver(tables: readonly string[], otherTables: readonly string[]): string {
  const members = '(select account_id from organisation_members where organisation_id = any($1))'
  const parts = [
    ...tables.map((table) => digestOf(table, 'organisation_id = any($1)')),
    digestOf('organisations', 'id = any($1)'),
    digestOf('accounts', `id in ${members}`),
    ...['account_sessions', 'account_tokens', 'account_recovery_codes'].map((table) =>
      digestOf(table, `account_id in ${members}`),
    ),
    ...otherTables.map((table, index) => digestOf(table, `id = any($${index + 2})`)),
  ]
  return `${parts.join('\nunion all\n')}\norder by 1`
}

function digestOf(table: string, where: string): string {
  const without = `'{${moving.join()}}'::text[]`
  return `
    select '${table} ' || count(*) || ':' || coalesce(md5(string_agg(line, E'\\n' order by line)), '') as line
    from (select (to_jsonb(t) - ${without})::text as line from ${table} t where ${where}) lines`
}

async function tenantTables(): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'organisation_id' and t.table_type = 'BASE TABLE'
      and not exists (select from pg_class p where p.relname = c.table_name and p.relispartition
        and p.relnamespace = 'public'::regnamespace)
    order by 1`
  return rows.map((row) => row.name).filter((name) => !measured.includes(name))
}
