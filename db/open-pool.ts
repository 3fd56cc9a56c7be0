import { setTimeout } from 'node:timers/promises'
import { PgDialect } from 'drizzle-orm/pg-core'
import {
  drizzle,
  type PostgresJsDatabase,
  PostgresJsSession,
  PostgresJsTransaction,
} from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { type Settings, type TransactionSql, type Transactions, transactionsAtOnce } from './begin-at-once.ts'
import { socketOf } from './embedded/socket.ts'
import { preparing, type Unsafe } from './prepared-statements.ts'

type PoolSettings = {
  url: string
  max: number
  applicationName: string
  /** Nothing is written but in transactions that say so when they begin. */
  readsByDefault?: boolean
}

type NoTables = Record<string, never>
/** Without the list of tables: the builder would prepare its other way of asking for each of them in each transaction. */
export type Tx = PostgresJsTransaction<NoTables, NoTables>

export type Pool = {
  /** Statements outside any transaction. */
  readonly unsafe: Unsafe
  /** The query builder over the same. */
  readonly db: PostgresJsDatabase
  readonly begin: Transactions['begin']
  /** A transaction of the query builder. */
  transaction<T>(run: (tx: Tx) => Promise<T>, settings?: Settings): Promise<T>
  /** Transactions under way have five seconds to end. */
  close(): Promise<void>
}

const closingMs = 5_000

/** Connections of one role. Each is opened when it is first needed, and again after it was cut. */
export function openPool(settings: PoolSettings): Pool {
  const client = postgres(settings.url, {
    ...socketOf(settings.url),
    max: settings.max,
    connect_timeout: 10,
    max_lifetime: null,
    // A request that finds no server is refused at once: it does not wait for a pause that earlier failures have earned.
    backoff: () => 0,
    onnotice: () => undefined,
    types: { bigint: postgres.BigInt },
    connection: {
      application_name: settings.applicationName,
      statement_timeout: 15_000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 20_000,
      // Compiling costs more than any statement of ours takes, where a server of others offers it.
      jit: 'off',
      ...(settings.readsByDefault && { default_transaction_read_only: true }),
    },
  })
  const prepare = preparing()
  const transactions = transactionsAtOnce(client, prepare)
  const unsafe = prepare(client.unsafe)
  const dialect = new PgDialect()
  // A transaction of ours is all that the builder asks of one of the driver.
  const inBuilder = (sql: TransactionSql): Tx =>
    new PostgresJsTransaction(dialect, new PostgresJsSession(sql as never, dialect, undefined), undefined)

  return {
    unsafe,
    db: drizzle(Object.assign(client, { unsafe, begin: transactions.begin })),
    begin: transactions.begin,
    transaction: (run, of) => transactions.begin((sql) => run(inBuilder(sql)), of),
    async close() {
      const late = new AbortController()
      await Promise.race([
        transactions.idle(),
        setTimeout(closingMs, null, { signal: late.signal }).catch(() => null),
      ])
      late.abort()
      await client.end({ timeout: closingMs / 1_000 })
    },
  }
}
