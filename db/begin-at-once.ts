/**
 * Transactions whose BEGIN does not wait for its answer: it leaves with what is set for the transaction in one message,
 * in the packet of the first statements, a round trip less for each transaction. Guarantees what the driver's own `begin`
 * does: all is kept or nothing; a statement that failed ends the transaction though its error was caught, and is the error
 * that the caller is given; nobody waits for a connection that was cut, or says anything on it any more: the driver may
 * have opened it again for another. What follows a BEGIN that failed can write nothing: outside a transaction begun by
 * this, the product's connections only read (`default_transaction_read_only` of the pool).
 */
import type postgres from 'postgres'
import { invariant, sqlState } from '~/lib/kernel/errors'
import { isConnectionLost } from './lost-database.ts'

type Run<T> = (sql: postgres.TransactionSql) => T | Promise<T>
type Unsafe = postgres.Sql['unsafe']
type Scope = { firstError?: unknown }
export type Settings = Readonly<Record<string, string>>

export type AtOnce = {
  /**
   * @param settings of this transaction alone, in force before its first statement
   * @throws NotBegun when it waited for a connection of these and was sent away
   */
  begin<T>(run: Run<T>, settings?: Settings): Promise<T>
  /** Resolves when those open now have ended, well or not. */
  idle(): Promise<void>
  /** These connections are not used any more: who waits for one, or comes for one, is told to ask others. */
  turnAway(): void
  /** No connection will answer any more: what is still open fails. */
  giveUp(): void
}

/** Nothing was asked of the server: the same may be begun on other connections. */
export class NotBegun extends Error {
  readonly code = 'CONNECTION_CLOSED'
}

/** @param asking how the statements of a transaction are put on its connection */
export function transactionsAtOnce(client: postgres.Sql, asking: (unsafe: Unsafe) => Unsafe): AtOnce {
  const open = new Map<Promise<unknown>, (error: Error) => void>()
  const waiting = new Set<(error: Error) => void>()
  let isLeft = false
  const away = () => new NotBegun('these connections are being closed')

  function reserve(): Promise<postgres.ReservedSql> {
    if (isLeft) return Promise.reject(away())
    return new Promise((resolve, reject) => {
      waiting.add(reject)
      client.reserve().then(
        (reserved) => (waiting.delete(reject) ? resolve(reserved) : reserved.release()),
        (error) => {
          waiting.delete(reject)
          reject(error)
        },
      )
    })
  }

  async function onOneConnection<T>(
    run: Run<T>,
    settings: Settings,
    fail: (error: Error) => void,
  ): Promise<T> {
    const opening = openingOf(settings)
    const reserved = await reserve()
    const { unsafe } = reserved
    const line: Line = {
      say: (text) => (line.cut ? refused(line.cut) : unsafe(text).execute()),
      savepoints: 0,
    }
    const scope: Scope = {}
    const began = unsafe(opening, [], {
      // The driver's way to tell a transaction of its own which connection it has.
      onexecute(connection: DriverConnection) {
        line.connection = connection
        connection.onclose = (error) => {
          line.cut = error
          fail(error)
        }
        return true
      },
    } as postgres.UnsafeQueryOptions).execute()
    began.catch((error: unknown) => {
      scope.firstError = error
    })
    const giveBack = () => {
      if (line.cut) return
      if (line.connection) line.connection.onclose = null
      reserved.release()
    }
    try {
      const result = await run(within(reserved, asking(unsafe), scope, line))
      if ('firstError' in scope) throw scope.firstError
      const { command } = await line.say('commit')
      if (command !== 'COMMIT') throw new Error('a statement of the transaction had failed')
      giveBack()
      return result
    } catch (error) {
      // A connection that cannot roll back is gone: it is not given to others. One known to be gone may never answer.
      if (!line.cut && !isConnectionLost(scope.firstError))
        await line.say('rollback').then(giveBack, () => undefined)
      throw causeOf(error, scope)
    }
  }

  return {
    async begin(run, settings = {}) {
      let fail: (error: Error) => void = () => undefined
      const gone = new Promise<never>((_, reject) => {
        fail = reject
      })
      const done = Promise.race([onOneConnection(run, settings, (error) => fail(error)), gone])
      open.set(done, fail)
      try {
        return await done
      } finally {
        open.delete(done)
      }
    },
    async idle() {
      await Promise.allSettled(open.keys())
    },
    turnAway() {
      isLeft = true
      for (const reject of waiting) reject(away())
      waiting.clear()
    },
    giveUp() {
      const error = Object.assign(new Error('the connection was closed'), { code: 'CONNECTION_CLOSED' })
      for (const reject of open.values()) reject(error)
    },
  }
}

/** One message: where its BEGIN fails nothing of it is done. A prepared statement per setting would cost more. */
function openingOf(settings: Settings): string {
  let text = 'begin read write'
  for (const [name, value] of Object.entries(settings)) {
    // Names of the source; values are identifiers of rows, written as text of the statement.
    invariant(/^[a-z_.]+$/.test(name) && /^[\w,.:-]*$/.test(value), `${name} is set to identifiers`)
    text += `; set local ${name} = '${value}'`
  }
  return text
}

/** What the driver gives to whoever asks which connection executes. */
type DriverConnection = { onclose: ((error: Error) => void) | null }

/** The connection that a transaction has, savepoints included. */
type Line = {
  say(text: string): PromiseLike<{ command?: string }>
  savepoints: number
  connection?: DriverConnection
  /** Why nothing may be said any more. */
  cut?: Error
}

/** As a query of the driver that has failed already. */
function refused(error: Error) {
  const rejected = Promise.reject(error)
  rejected.catch(() => undefined)
  return Object.assign(rejected, { values: () => rejected }) as unknown as ReturnType<Unsafe>
}

/** The same connection, where the first statement of `scope` that fails is noted there. */
function within(sql: postgres.Sql, ask: Unsafe, scope: Scope, line: Line): postgres.TransactionSql {
  const unsafe = ((...asked: Parameters<Unsafe>) => {
    const query = line.cut ? refused(line.cut) : ask(...asked)
    query.catch((error: unknown) => {
      if (!('firstError' in scope)) scope.firstError = error
    })
    return query
  }) as Unsafe
  const savepoint = async <T>(run: Run<T>): Promise<T> => {
    const name = `s${line.savepoints}`
    line.savepoints += 1
    const inner: Scope = {}
    await line.say(`savepoint ${name}`)
    try {
      const result = await run(within(sql, ask, inner, line))
      if ('firstError' in inner) throw inner.firstError
      return result
    } catch (error) {
      await line.say(`rollback to ${name}`)
      throw causeOf(error, inner)
    }
  }
  return Object.assign((...parts: never[]) => (sql as unknown as (...p: never[]) => unknown)(...parts), sql, {
    unsafe,
    savepoint,
  }) as never
}

/** A statement that met a transaction already ended, or none begun, tells nothing: what ended it does. */
function causeOf(error: unknown, scope: Scope): unknown {
  const isConsequence = ['25P02', '25006'].includes(sqlState(error) ?? '')
  return isConsequence && 'firstError' in scope ? scope.firstError : error
}
