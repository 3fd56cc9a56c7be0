import type postgres from 'postgres'
import { invariants } from './invariants.ts'

export type Violation = { name: string; promise: string; rows: Record<string, unknown>[]; more: boolean }

const shownRows = 20

/** Run every invariant as the owner of the tables; returns the violated ones with at most 20 rows each. */
export async function checkInvariants(owner: postgres.Sql): Promise<Violation[]> {
  const violations: Violation[] = []
  for (const { name, promise, statement } of invariants) {
    // Every statement is a constant of this folder and contains no input.
    const rows = await owner.unsafe(`select * from (${statement}) violations limit ${shownRows + 1}`)
    if (rows.length > 0) {
      violations.push({ name, promise, rows: rows.slice(0, shownRows), more: rows.length > shownRows })
    }
  }
  return violations
}
