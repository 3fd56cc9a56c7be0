import type postgres from 'postgres'
import type { Place } from '../../lib/kernel/secrets/purposes.ts'

/** A column of sealed values; each value is bound to its row. */
export type SealedColumn = {
  table: string
  column: string
  /** The column that identifies the row. */
  key: string
  /** In a column of JSON, the field that is sealed. */
  field?: string
  /** The keys of the rows that are sealed; omitted, all. */
  only?: readonly string[]
  /** `row` has every column of the table where the value is a field of JSON. */
  placeOf: (key: string, row: Record<string, unknown>) => Place
}

export type SealedValue = { key: string; sealed: string; row: Record<string, unknown> }

export const nameOf = ({ table, column, field }: SealedColumn) =>
  [table, column, field].filter(Boolean).join('.')

/** The sealed value as text. */
export const sealedText = (sql: postgres.Sql, { column, field }: SealedColumn) =>
  field === undefined ? sql`${sql(column)}` : sql`${sql(column)} ->> ${field}`

/** `select … from … where` with all sealed values of a column; conditions may be appended. */
export function selectSealed(sql: postgres.Sql, each: SealedColumn) {
  const { table, key, field, only } = each
  return sql`
    select ${sql(key)}::text as key, ${sealedText(sql, each)} as sealed,
      ${field === undefined ? sql`'{}'::jsonb` : sql`to_jsonb(${sql(table)})`} as row
    from ${sql(table)} where ${sealedText(sql, each)} is not null
      ${only ? sql`and ${sql(key)} = any (${[...only]}::text[])` : sql``}`
}
