import postgres from 'postgres'
import { canUnseal } from '../../lib/kernel/secrets/secrets.ts'
import { StartRefusal } from '../embedded/refusal.ts'
import { otherSecrets } from '../other-secrets.ts'
import { type SealedColumn, type SealedValue, selectSealed } from './sealed-column.ts'

/** Values tried per column: a single one may be damaged. */
const triedMax = 5

/**
 * Check the keys of this process against the sealed values of a database that has no key fingerprint. A database without
 * sealed values accepts any key. `ownerUrl` is of a role that reads every table.
 *
 * @throws StartRefusal in one line when no sealed value opens
 */
export async function refuseOtherSeal(ownerUrl: string, columns: readonly SealedColumn[]): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined })
  try {
    if (await keepsFingerprint(sql)) return
    let isSealed = false
    for (const each of columns) {
      const values = await emptyIfMissing(sql<SealedValue[]>`${selectSealed(sql, each)} limit ${triedMax}`)
      if (values.some(({ sealed, key, row }) => canUnseal(sealed, each.placeOf(key, row)))) return
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

/** Empty for a table or column that an older version did not have yet. */
async function emptyIfMissing<T>(query: PromiseLike<readonly T[]>): Promise<readonly T[]> {
  try {
    return await query
  } catch (error) {
    if (['42P01', '42703'].includes((error as { code?: string }).code ?? '')) return []
    throw error
  }
}
