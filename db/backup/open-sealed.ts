import postgres from 'postgres'
import { canUnseal } from '../../lib/kernel/secrets/secrets.ts'
import type { SealedColumn } from '../refuse-other-seal.ts'

export type OpenedColumn = { name: string; opened: number; failed: number }

const batchSize = 500

/** Open every sealed value with ENCRYPTION_KEY. The user of `url` reads every row. */
export async function openSealedColumns(
  url: string,
  columns: readonly SealedColumn[],
): Promise<OpenedColumn[]> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined })
  const results: OpenedColumn[] = []
  try {
    for (const { table, column, key, placeOf } of columns) {
      const result = { name: `${table}.${column}`, opened: 0, failed: 0 }
      const rows = sql<{ key: string; sealed: string }[]>`
        select ${sql(key)}::text as key, ${sql(column)} as sealed from ${sql(table)} where ${sql(column)} is not null`
      await rows.cursor(batchSize, (batch) => {
        for (const row of batch) {
          if (canUnseal(row.sealed, placeOf(row.key))) result.opened += 1
          else result.failed += 1
        }
      })
      results.push(result)
    }
    return results
  } finally {
    await sql.end({ timeout: 2 })
  }
}
