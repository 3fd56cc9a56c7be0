import postgres from 'postgres'
import { canUnseal } from '../lib/kernel/secrets/secrets.ts'
import { StartRefusal } from './embedded/refusal.ts'
import { otherSecrets } from './other-secrets.ts'

/** A column of sealed values; each value is bound to its row. */
export type SealedColumn = {
  table: string
  column: string
  /** The column that identifies the row. */
  key: string
  placeOf: (key: string) => string
}

/** Values tried per column: a single one may be damaged. */
const triedMax = 5

/**
 * Check ENCRYPTION_KEY against the sealed values of a database that has no key fingerprint. A database without
 * sealed values accepts any key. `ownerUrl` is of a role that reads every table.
 *
 * @throws StartRefusal in one line when no sealed value opens
 */
export async function refuseOtherSeal(ownerUrl: string, columns: readonly SealedColumn[]): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined })
  try {
    if (await keepsFingerprint(sql)) return
    let isSealed = false
    for (const { table, column, key, placeOf } of columns) {
      const values = await readSealed(sql, { table, column, key })
      if (values.some((value) => canUnseal(value.sealed, placeOf(value.key)))) return
      isSealed ||= values.length > 0
    }
    if (isSealed) throw new StartRefusal(otherSecrets)
  } finally {
    await sql.end()
  }
}

async function keepsFingerprint(sql: postgres.Sql): Promise<boolean> {
  const kept = await emptyIfMissing(sql`select 1 from installation_facts where name = 'secrets'`)
  return kept.length > 0
}

const readSealed = (sql: postgres.Sql, { table, column, key }: Omit<SealedColumn, 'placeOf'>) =>
  emptyIfMissing(sql<{ key: string; sealed: string }[]>`
    select ${sql(key)}::text as key, ${sql(column)} as sealed from ${sql(table)}
    where ${sql(column)} is not null limit ${triedMax}`)

/** Empty for a table or column that an older version did not have yet. */
async function emptyIfMissing<T>(query: PromiseLike<readonly T[]>): Promise<readonly T[]> {
  try {
    return await query
  } catch (error) {
    if (['42P01', '42703'].includes((error as { code?: string }).code ?? '')) return []
    throw error
  }
}
