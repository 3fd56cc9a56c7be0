/**
 * Transactions that do not wait for the answer to BEGIN: BEGIN and the transaction's settings leave as one message,
 * in the same packet as the first statement, which saves a round trip per transaction. Same guarantees as the
 * driver's own `begin`: all or nothing; a failed statement ends the transaction even if its error was caught, and
 * the caller gets that error. Statements that follow a failed BEGIN cannot write: outside such a transaction the
 * product's roles are read-only (`default_transaction_read_only` in `role-settings.ts`).
 */
import type postgres from 'postgres'
import { invariant, sqlState } from '~/lib/kernel/errors'
import { isConnectionLost, isStandbyError } from './lost-database.ts'
import type { Unsafe } from './prepared-statements.ts'
import { type Silence, type SilenceWatch, watchSilence } from './silence.ts'

/** The part of a transaction that the query builder and the product use. */
export type TransactionSql = {
  unsafe: Unsafe
  savepoint<T>(run: (sql: TransactionSql) => T | Promise<T>): Promise<T>
}
type Run<T> = (sql: TransactionSql) => T | Promise<T>
export type Settings = Readonly<Record<string, string>>
type Scope = { firstError?: unknown }

export type Transactions = {
  /** @param settings apply to this transaction only, from its first statement on */
  begin<T>(run: Run<T>, settings?: Settings): Promise<T>
  /** How many transactions run on a connection, and how many wait for one. */
  counts(): { running: number; waiting: number }
  /** Resolves when all open and queued transactions have ended, whether committed or failed. */
  idle(): Promise<void>
}

/** What a standby can begin, too, is `read only`. */
export type Access = 'read write' | 'read only'

/**
 * @param prepare wraps the function that sends a transaction's statements on its connection
 * @param silence fails transactions that the server no longer answers
 */
export function transactionsAtOnce(
  client: Pick<postgres.Sql, 'reserve'>,
  prepare: (unsafe: Unsafe) => Unsafe,
  access: Access = 'read write',
  silence?: Silence,
): Transactions {
  const open = new Set<Promise<unknown>>()
  let waiting = 0

  async function begin<T>(run: Run<T>, settings: Settings = {}, watch?: SilenceWatch): Promise<T> {
    const opening = openingOf(access, settings)
    waiting += 1
    const connection = await client.reserve().finally(() => {
      waiting -= 1
    })
    if (watch && !watch.reserved()) {
      connection.release()
      throw new Error('the connection came too late')
    }
    const answered = () => watch?.answered()
    const scope: Scope = {}
    const line = lineOf(connection, prepare, answered)
    const begun = connection.unsafe(opening).execute()
    begun.then(answered, (error: unknown) => {
      scope.firstError = error
    })
    try {
      const result = await run(within(line, scope))
      line.hasEnded = true
      if ('firstError' in scope) throw scope.firstError
      const { command } = await connection.unsafe('commit')
      if (command !== 'COMMIT') throw new Error('a statement of the transaction had failed')
      connection.release()
      return result
    } catch (error) {
      line.hasEnded = true
      const cause = causeOf(error, scope)
      await rollBack(connection, isStandbyError(cause) ? leaveStandby : 'rollback')
      throw cause
    }
  }

  return {
    async begin(run, settings) {
      const watch = silence && watchSilence(silence)
      const done = begin(run, settings, watch)
      open.add(done)
      const forget = () => open.delete(done)
      done.then(forget, forget)
      return watch ? watch.orFail(done) : done
    },
    counts: () => ({ running: open.size - waiting, waiting }),
    async idle() {
      await Promise.allSettled(open)
    },
  }
}

/**
 * The address may lead to another server by now, which the next connection then finds. The server closes the
 * connection itself: behind a pooler it is the pooler's. A session of a second login acts as the role, which may not
 * end sessions of its members: `set role none` makes it the login again, and `reset role` the role.
 */
const leaveStandby =
  'rollback; set role none; select pg_terminate_backend(pg_backend_pid()) where pg_is_in_recovery(); reset role'

/**
 * Ends the transaction and releases its connection: one that is never released is lost to the pool. The driver replaces
 * a closed connection itself.
 */
async function rollBack(connection: postgres.ReservedSql, statements: string): Promise<void> {
  try {
    await connection.unsafe(statements)
  } catch {
    // Either the server rejected a statement, or the connection is closing. Only the latter fails again.
    try {
      await connection.unsafe('rollback')
    } catch (error) {
      if (isConnectionLost(error)) return
    }
  }
  connection.release()
}

/** One message: if its BEGIN fails, nothing in it runs. A prepared statement per setting would cost more. */
function openingOf(access: Access, settings: Settings): string {
  let text = `begin ${access}`
  for (const [name, value] of Object.entries(settings)) {
    // Names are constants of the source; values are row ids, written into the text of the statement.
    invariant(/^[a-z_.]+$/.test(name) && /^[\w,.:-]*$/.test(value), `${name} is set to identifiers`)
    text += `; set local ${name} = '${value}'`
  }
  return text
}

/** The connection of a transaction, savepoints included. */
type Line = {
  readonly say: Unsafe
  readonly ask: Unsafe
  readonly answered: () => void
  savepoints: number
  /** The connection then serves another transaction: late statements of this one must not run on it. */
  hasEnded: boolean
}

function lineOf(
  { unsafe }: Pick<postgres.ReservedSql, 'unsafe'>,
  prepare: (unsafe: Unsafe) => Unsafe,
  answered: () => void,
): Line {
  const whileOpen = ((...asked: Parameters<Unsafe>) => {
    if (line.hasEnded) throw new Error('the transaction has ended')
    return unsafe(...asked)
  }) as Unsafe
  const line: Line = { say: whileOpen, ask: prepare(whileOpen), answered, savepoints: 0, hasEnded: false }
  return line
}

/** The same connection; records the first failed statement of `scope`. */
function within(line: Line, scope: Scope): TransactionSql {
  return {
    unsafe: ((...asked: Parameters<Unsafe>) => {
      const query = line.ask(...asked)
      query.then(line.answered, (error: unknown) => {
        line.answered()
        if (!('firstError' in scope)) scope.firstError = error
      })
      return query
    }) as Unsafe,
    async savepoint(run) {
      const name = `s${line.savepoints}`
      line.savepoints += 1
      const inner: Scope = {}
      await line.say(`savepoint ${name}`)
      try {
        const result = await run(within(line, inner))
        if ('firstError' in inner) throw inner.firstError
        return result
      } catch (error) {
        await line.say(`rollback to ${name}`)
        throw causeOf(error, inner)
      }
    },
  }
}

/** An error caused by an aborted or never opened transaction explains nothing: report the error that ended it. */
function causeOf(error: unknown, scope: Scope): unknown {
  const isConsequence = ['25P02', '25006'].includes(sqlState(error) ?? '')
  return isConsequence && 'firstError' in scope ? scope.firstError : error
}
