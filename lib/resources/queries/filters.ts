import { type Column, ilike, or, type SQL, sql } from 'drizzle-orm'
import { containing } from '~/lib/kernel/text/escape'

/** Rows with this text in name, address or id, case-insensitive; `%` and `_` are literal. */
export function textMatches(columns: Column[], text: string): SQL | undefined {
  const pattern = containing(text)
  return or(...columns.map((column) => ilike(column, pattern)))
}

/** `env` finds every resource with that tag, `env:prod` those with this value. */
export function tagMatches(column: Column, tag: string): SQL {
  const colon = tag.indexOf(':')
  if (colon < 0) return sql`${column} ->> ${tag} is not null`
  return sql`${column} ->> ${tag.slice(0, colon)} = ${tag.slice(colon + 1)}`
}

export type Listing<Sort extends string> = {
  sort: Sort
  direction: 'asc' | 'desc'
  limit: number
  offset: number
}
