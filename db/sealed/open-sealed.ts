import postgres from 'postgres'
import { canUnseal } from '../../lib/kernel/secrets/secrets.ts'
import { nameOf, type SealedColumn, type SealedValue, selectSealed } from './sealed-column.ts'

export type OpenedColumn = { name: string; opened: number; failed: number }

const batchSize = 500

/** Open every sealed value with the keys of this process. The user of `url` reads every row. */
export async function openSealedColumns(
  url: string,
  columns: readonly SealedColumn[],
): Promise<OpenedColumn[]> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined })
  const results: OpenedColumn[] = []
  try {
    for (const each of columns) {
      const result = { name: nameOf(each), opened: 0, failed: 0 }
      await sql<SealedValue[]>`${selectSealed(sql, each)}`.cursor(batchSize, (batch) => {
        for (const { sealed, key, row } of batch) {
          if (canUnseal(sealed, each.placeOf(key, row))) result.opened += 1
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
