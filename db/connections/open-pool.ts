import { setTimeout } from 'node:timers/promises'
import { PgDialect } from 'drizzle-orm/pg-core'
import {
  drizzle,
  type PostgresJsDatabase,
  PostgresJsSession,
  PostgresJsTransaction,
} from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { socketOf } from '../embedded/socket.ts'
import {
  type Access,
  type Settings,
  type TransactionSql,
  type Transactions,
  transactionsAtOnce,
} from './begin-at-once.ts'
import { preparing, type Unsafe } from './prepared-statements.ts'
import type { Silence } from './silence.ts'

type PoolSettings = {
  url: string
  max: number
  applicationName: string
  /** Seconds after which a connection is closed, once it is idle. */
  lifetimeSeconds?: number
  access?: Access
  connectSeconds?: number
  /** Transactions without an answer for this time fail, and the pool with them: `onSilence` then replaces it. */
  silence?: Silence
}

type NoTables = Record<string, never>
/**
 * Without the list of tables: the builder would prepare its relational query API for each of them in each
 * transaction.
 */
export type Tx = PostgresJsTransaction<NoTables, NoTables>

export type Pool = {
  /** Statements outside any transaction. */
  readonly unsafe: Unsafe
  /** The query builder on the same connections. */
  readonly db: PostgresJsDatabase
  readonly begin: Transactions['begin']
  /** A transaction of the query builder. */
  transaction<T>(run: (tx: Tx) => Promise<T>, settings?: Settings): Promise<T>
  readonly counts: Transactions['counts']
  /** Running transactions have five seconds to end. */
  close(): Promise<void>
}

const closingMs = 5_000

/**
 * Ten to fifteen minutes, chosen for each pool: after a switchover to another address no connection stays with the old
 * server, and the processes do not replace theirs all at once.
 */
export const connectionLifetimeSeconds = () => 600 + Math.random() * 300

/** Connections of one role. Each is opened when first needed, and reopened after it was cut. */
export function openPool(settings: PoolSettings): Pool {
  const client = postgres(settings.url, {
    ...socketOf(settings.url),
    max: settings.max,
    connect_timeout: settings.connectSeconds ?? 10,
    max_lifetime: settings.lifetimeSeconds ?? connectionLifetimeSeconds(),
    // Fail at once when there is no server: no back-off from earlier failures.
    backoff: () => 0,
    onnotice: () => undefined,
    types: { bigint: postgres.BigInt },
    // Time limits and the read-only default are settings of the role (`role-settings.ts`): a pooler drops others.
    connection: { application_name: settings.applicationName },
  })
  const prepare = preparing()
  const { access, silence } = settings
  const transactions = transactionsAtOnce(
    client,
    prepare,
    access,
    silence && {
      seconds: silence.seconds,
      onSilence() {
        silence.onSilence()
        void client.end({ timeout: 0 })
      },
    },
  )
  const unsafe = prepare(client.unsafe)
  const dialect = new PgDialect()
  // The query builder uses only this part of a driver transaction.
  const inBuilder = (sql: TransactionSql): Tx =>
    new PostgresJsTransaction(dialect, new PostgresJsSession(sql as never, dialect, undefined), undefined)

  return {
    unsafe,
    db: drizzle(Object.assign(client, { unsafe, begin: transactions.begin })),
    begin: transactions.begin,
    counts: transactions.counts,
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
