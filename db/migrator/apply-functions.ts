import type postgres from 'postgres'
import { sqlState } from '../../lib/kernel/errors.ts'
import { StartRefusal } from '../../lib/kernel/process/start-refusal.ts'
import type { AppliedFunctions, Release } from './history.ts'
import { functionsName, type SqlFile } from './read-migrations.ts'

/** Schema of all functions of the product. */
const schema = 'app'

/**
 * Create the functions whose files were never applied, so that policies and triggers of the pending migrations can
 * name them. Their bodies are checked once the tables exist. A function whose signature names the row type of a
 * missing table is created later.
 */
export async function createMissingFunctions(
  tx: postgres.TransactionSql,
  { functions: files, version }: Release,
  applied: AppliedFunctions[],
): Promise<void> {
  const known = new Set(applied.map(({ name }) => name))
  await tx.unsafe(`create schema if not exists ${schema}; set local check_function_bodies = off`)
  const before = await listFunctions(tx)
  const missing = files.filter((file) => !known.has(functionsName(file)))
  const created: SqlFile[] = []
  for (const file of missing) {
    const error = await attempt(tx, file)
    const isTypeMissing = sqlState(error) === '42704'
    if (error && !isTypeMissing) throw error
    if (!error) created.push({ ...file, hash: '' })
  }
  await recordApplied(tx, created, before, version)
}

export function haveFunctionsChanged({ functions: files }: Release, applied: AppliedFunctions[]): boolean {
  const hashes = new Map(applied.map(({ name, hash }) => [name, hash]))
  return (
    files.length !== applied.length || files.some((file) => hashes.get(functionsName(file)) !== file.hash)
  )
}

/**
 * Replace the functions whose files have changed, with the grants of the file, and drop those without a file. All in
 * the transaction `tx`.
 *
 * @throws StartRefusal when a policy, a trigger or a default still needs a function that has to be dropped
 */
export async function applyChangedFunctions(
  tx: postgres.TransactionSql,
  { functions: files, version }: Release,
  applied: AppliedFunctions[],
): Promise<void> {
  const known = new Map(applied.map((each) => [each.name, each]))
  const signaturesOf = (name: string) => known.get(name)?.signatures ?? []
  const changed = files.filter((file) => known.get(functionsName(file))?.hash !== file.hash)
  const kept = new Set(files.map(functionsName))
  const removed = applied.filter(({ name }) => !kept.has(name)).map(({ name }) => name)
  const replaced = [...changed.map(functionsName), ...removed].flatMap(signaturesOf)

  await resetGrants(tx, replaced)
  const before = await listFunctions(tx)
  for (const file of changed) {
    const error = await attempt(tx, file)
    // The parameter names or the result have changed: PostgreSQL cannot replace such a function in place.
    if (error && sqlState(error) !== '42P13') throw error
    if (!error) continue
    for (const signature of signaturesOf(functionsName(file))) await drop(tx, signature)
    const again = await attempt(tx, file)
    if (again) throw again
  }
  const made = await recordApplied(tx, changed, before, version)
  for (const signature of replaced) if (!made.has(signature)) await drop(tx, signature)
  await tx`delete from migrations.functions where name = any (${removed})`
}

/** Run a file; if it fails, roll back its effects and return the error. */
async function attempt(tx: postgres.TransactionSql, { file, text }: SqlFile): Promise<Error | undefined> {
  try {
    await tx.savepoint((inner) => inner.unsafe(text))
    return undefined
  } catch (cause) {
    return new Error(`db/functions/${file}: ${(cause as Error).message}`, { cause })
  }
}

type FunctionRow = { signature: string; name: string; row: string }

/** With the position of the row in the catalogue: replacing a function writes a new row. */
const listFunctions = (tx: postgres.TransactionSql) => tx<FunctionRow[]>`
  select oid::regprocedure::text as signature, proname as name, oid || ' ' || ctid as row
  from pg_proc where pronamespace = ${schema}::regnamespace`

/** Record the files applied since `before` was read; returns the signatures that they created or replaced. */
async function recordApplied(
  tx: postgres.TransactionSql,
  files: SqlFile[],
  before: readonly FunctionRow[],
  version: string,
): Promise<Set<string>> {
  const old = new Set(before.map(({ row }) => row))
  const written = (await listFunctions(tx)).filter(({ row }) => !old.has(row))
  const rows = files.map((file) => {
    const names = new Set(
      [...file.text.matchAll(/^create or replace function app\.(\w+)/gm)].map(([, name]) => name),
    )
    const signatures = written.filter(({ name }) => names.has(name)).map(({ signature }) => signature)
    return { name: functionsName(file), hash: file.hash, signatures, version }
  })
  if (rows.length > 0)
    await tx`insert into migrations.functions ${tx(rows)}
      on conflict (name) do update set hash = excluded.hash, signatures = excluded.signatures, version = excluded.version, applied_at = now()`
  return new Set(written.map(({ signature }) => signature))
}

/** Reset functions to the default grants: PUBLIC may execute them unless their file revokes that. */
async function resetGrants(tx: postgres.TransactionSql, signatures: string[]): Promise<void> {
  const rows = await tx<{ signature: string; grantees: string[] }[]>`
    select p.oid::regprocedure::text as signature,
      array(select quote_ident(grantee::regrole::text) from aclexplode(proacl) where grantee not in (0, proowner)) as grantees
    from pg_proc p where pronamespace = ${schema}::regnamespace and proacl is not null
      and p.oid::regprocedure::text = any (${signatures})`
  const statements = rows.flatMap(({ signature, grantees }) => [
    ...grantees.map((grantee) => `revoke execute on function ${signature} from ${grantee};`),
    `grant execute on function ${signature} to public;`,
  ])
  await tx.unsafe(statements.join('\n'))
}

async function drop(tx: postgres.TransactionSql, signature: string): Promise<void> {
  try {
    await tx.savepoint((inner) => inner.unsafe(`drop function if exists ${signature}`))
  } catch (error) {
    if (sqlState(error) !== '2BP01') throw error
    const { detail = '' } = error as { detail?: string }
    throw new StartRefusal(
      `The function ${signature} has to be dropped, since db/functions no longer has it in this form, but ${detail.split('\n')[0]}; a migration has to change that first. No function was changed.`,
    )
  }
}
