import type postgres from 'postgres'
import type { Invariant } from '../invariants/invariant.ts'

/** The rows that violate these invariants, each with the invariant's name, read as the owner of the tables. */
export async function violationsOf(
  sql: postgres.Sql,
  invariants: readonly Invariant[],
): Promise<{ name: string }[]> {
  const found = []
  for (const { name, statement } of invariants)
    for (const row of await sql.unsafe(statement)) found.push({ ...row, name })
  return found
}
