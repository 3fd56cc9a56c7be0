import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type postgres from 'postgres'
import type { Tx } from './client'

const dialect = new PgDialect()

/** What a session of the query builder stands on; its types do not say. */
type Session = { client: postgres.TransactionSql }

/** The rows of a statement, each column as the bytes of its text that the server sent, with nothing made of them. */
export async function executeRaw(tx: Tx, statement: SQL): Promise<(Buffer | null)[][]> {
  const { sql, params } = dialect.sqlToQuery(statement)
  const { client } = tx._.session as unknown as Session
  return (await client.unsafe(sql, params as never[]).raw()) as unknown as (Buffer | null)[][]
}
