import type postgres from 'postgres'
import { keyIdOfSealed, seal, unseal } from '../../lib/kernel/secrets/secrets.ts'
import { nameOf, type SealedColumn, type SealedValue, sealedText, selectSealed } from './sealed-column.ts'

const batchSize = 500

export type Resealed = {
  resealed: number
  /** Changed by others in the meantime: they are looked at again. */
  missed: number
  /** Of each column, the values that no key of this process opens. */
  unopened: Record<string, number>
}

/**
 * Seals every value again that another key than the first one sealed, in short statements. A value that changes
 * meanwhile is left to the next call. May be interrupted and repeated. The user of `sql` owns the tables.
 */
export async function resealColumns(
  sql: postgres.Sql,
  columns: readonly SealedColumn[],
  sealsId: string,
  report: (line: string) => void,
): Promise<Resealed> {
  const total: Resealed = { resealed: 0, missed: 0, unopened: {} }
  for (const column of columns) {
    const done = await resealColumn(sql, column, sealsId)
    total.resealed += done.resealed
    total.missed += done.missed
    if (done.unopened > 0) total.unopened[nameOf(column)] = done.unopened
    if (done.resealed > 0) report(`${nameOf(column)}: ${done.resealed} sealed again`)
  }
  return total
}

async function resealColumn(sql: postgres.Sql, column: SealedColumn, sealsId: string) {
  const keyType = await typeOfKey(sql, column)
  const done = { resealed: 0, missed: 0, unopened: 0 }
  let after: string | null = null
  for (;;) {
    const batch: SealedValue[] = await sql<SealedValue[]>`
      ${selectSealed(sql, column)} and ${sealedText(sql, column)} not like ${`k2.${sealsId}.%`}
        ${after === null ? sql`` : sql`and ${sql(column.key)} > ${after}::${sql.unsafe(keyType)}`}
      order by ${sql(column.table)}.${sql(column.key)} limit ${batchSize}`
    const last = batch.at(-1)
    if (!last) return done
    const opened = batch.flatMap(({ key, sealed, row }) => {
      const place = column.placeOf(key, row)
      try {
        return [{ key, sealed, again: seal(unseal(sealed, place), place) }]
      } catch {
        return []
      }
    })
    const changed = await replaceSealed(sql, column, keyType, opened)
    done.resealed += changed
    done.missed += opened.length - changed
    done.unopened += batch.length - opened.length
    after = last.key
  }
}

/** Replaces values that are still the ones that were read. Returns how many. */
async function replaceSealed(
  sql: postgres.Sql,
  column: SealedColumn,
  keyType: string,
  values: readonly { key: string; sealed: string; again: string }[],
): Promise<number> {
  if (values.length === 0) return 0
  const { table, key, field } = column
  const [keys, before, again] = [
    values.map((each) => each.key),
    values.map((each) => each.sealed),
    values.map((each) => each.again),
  ]
  const value =
    field === undefined
      ? sql`v.again`
      : sql`jsonb_set(${sql(column.column)}, ${sql.array([field])}, to_jsonb(v.again))`
  const { count } = await sql`
    update ${sql(table)} set ${sql(column.column)} = ${value}
    from unnest(${keys}::text[], ${before}::text[], ${again}::text[]) v(id, before, again)
    where ${sql(table)}.${sql(key)} = v.id::${sql.unsafe(keyType)} and ${sealedText(sql, column)} = v.before`
  return count
}

/** So that the index of the key is used. */
async function typeOfKey(sql: postgres.Sql, { table, key }: SealedColumn): Promise<string> {
  const [row] = await sql<{ type: string }[]>`
    select format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = ${table}::regclass and attname = ${key}`
  return row?.type ?? 'text'
}

/** How many values each key of the installation has sealed; those of another form under `none`. */
export async function countByKey(
  sql: postgres.Sql,
  columns: readonly SealedColumn[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const column of columns) {
    const rows = await sql<{ head: string; values: number }[]>`
      select left(sealed, 16) as head, count(*)::int as values from (${selectSealed(sql, column)}) v group by 1`
    for (const { head, values } of rows) {
      const id = keyIdOfSealed(`${head}A`) ?? 'none'
      counts.set(id, (counts.get(id) ?? 0) + values)
    }
  }
  return counts
}
