import { type SQL, sql } from 'drizzle-orm'
import { invariant } from '~/lib/kernel/errors'

/**
 * A constant of the source, never user input, as a literal in the statement: the database concatenates it once
 * instead of per row.
 */
export function constantText(text: string): SQL {
  invariant(!/['\\]/.test(text), 'a constant has no quote and no backslash of its own')
  return sql.raw(`E'${text.replaceAll('\r', String.raw`\r`).replaceAll('\n', String.raw`\n`)}'`)
}

/** A column name from the source, never user input. */
export function columnName(name: string): SQL {
  invariant(/^[a-z][a-z0-9_]*$/.test(name), 'a column is named in lower case')
  return sql`${sql.identifier(name)}`
}
