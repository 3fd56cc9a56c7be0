import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type postgres from 'postgres'
import type { Tx } from './client'

const dialect = new PgDialect()

/** Internals of the query builder's session; its types do not declare them. */
type Session = { client: postgres.TransactionSql }

/** The rows of a statement, each column as the raw bytes of the server's text format, undecoded. */
export async function executeRaw(tx: Tx, statement: SQL): Promise<(Buffer | null)[][]> {
  const { sql, params } = dialect.sqlToQuery(statement)
  const { client } = tx._.session as unknown as Session
  return (await client.unsafe(sql, params as never[]).raw()) as unknown as (Buffer | null)[][]
}

/**
 * The rows of a statement given as text, `$1` for its first parameter: the builder would assemble the text anew each
 * time, which for the statements of every order costs more than the driver.
 */
export async function executeText<T extends Record<string, unknown>>(
  tx: Tx,
  text: string,
  parameters: readonly (string | number | null)[],
): Promise<T[]> {
  const { client } = tx._.session as unknown as Session
  return (await client.unsafe(text, parameters as never[])) as unknown as T[]
}
