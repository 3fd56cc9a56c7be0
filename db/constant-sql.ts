import { type SQL, sql } from 'drizzle-orm'
import { invariant } from '~/lib/kernel/errors'

/** A text of the source, never of a person, as a constant of the statement: the database joins it once and not in every row. */
export function constantText(text: string): SQL {
  invariant(!/['\\]/.test(text), 'a constant has no quote and no backslash of its own')
  return sql.raw(`E'${text.replaceAll('\r', String.raw`\r`).replaceAll('\n', String.raw`\n`)}'`)
}

/** The name of a column of the source, never of a person. */
export function columnName(name: string): SQL {
  invariant(/^[a-z][a-z0-9_]*$/.test(name), 'a column is named in lower case')
  return sql`${sql.identifier(name)}`
}
