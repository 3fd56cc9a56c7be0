import type { Invariant } from '../invariants/invariant.ts'
import { tableOwner } from './table-owner'
import type { TestDatabase } from './test-database'

/** The rows that violate these invariants, each with the invariant's name, read as the owner of the tables. */
export async function violationsOf(
  database: Pick<TestDatabase, 'roleUrl'>,
  invariants: readonly Invariant[],
): Promise<{ name: string }[]> {
  const owner = tableOwner(database)
  const found = []
  for (const { name, statement } of invariants)
    for (const row of await owner.unsafe(statement)) found.push({ ...row, name })
  return found
}
