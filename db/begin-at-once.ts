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
import { type KeptConnection, keepConnections } from './kept-connections.ts'
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
  /** One statement outside any transaction. */
  ask<T>(question: (unsafe: Unsafe) => PromiseLike<T>): Promise<T>
  /** Resolves when those open now have ended, well or not. */
  idle(): Promise<void>
  /** These connections are not used any more: who waits for one, or comes for one, is told to ask others. */
  turnAway(): void
  /** No connection will answer any more: what is still open fails. */
  giveUp(): void
}

/** @param asking how the statements of a transaction are put on its connection */
export function transactionsAtOnce(client: postgres.Sql, asking: (unsafe: Unsafe) => Unsafe): AtOnce {
  const connections = keepConnections(client)
  const open = new Map<Promise<unknown>, (error: Error) => void>()

  async function transact<T>(connection: KeptConnection, run: Run<T>, opening: string): Promise<T> {
    const { unsafe } = connection
    const say = (text: string) => (connection.cut ? refused(connection.cut) : unsafe(text).execute())
    const line: Line = {
      say: (text) => (line.hasEnded ? refused(afterEnd()) : say(text)),
      connection,
      savepoints: 0,
      hasEnded: false,
    }
    const scope: Scope = {}
    unsafe(opening)
      .execute()
      .catch((error: unknown) => {
        scope.firstError = error
      })
    try {
      const result = await run(within(asking(unsafe), scope, line))
      line.hasEnded = true
      if ('firstError' in scope) throw scope.firstError
      const { command } = await say('commit')
      if (command !== 'COMMIT') throw new Error('a statement of the transaction had failed')
      connections.giveBack(connection)
      return result
    } catch (error) {
      line.hasEnded = true
      // A connection that cannot roll back is gone: it is not given to others. One known to be gone may never answer.
      if (!connection.cut && !isConnectionLost(scope.firstError))
        await say('rollback').then(
          () => connections.giveBack(connection),
          () => undefined,
        )
      throw causeOf(error, scope)
    }
  }

  async function askOnce<T>(
    connection: KeptConnection,
    question: (unsafe: Unsafe) => PromiseLike<T>,
  ): Promise<T> {
    try {
      const answer = await question(asking(connection.unsafe))
      connections.giveBack(connection)
      return answer
    } catch (error) {
      // What is known to be gone is given to nobody who waits; that it is cut is told a moment later.
      if (!isConnectionLost(error)) connections.giveBack(connection)
      throw error
    }
  }

  /** Do `work` on a connection; it fails when the connection is cut or these are given up, whatever it waits for. */
  async function onOneConnection<T>(work: (connection: KeptConnection) => Promise<T>): Promise<T> {
    let fail: (error: Error) => void = () => undefined
    const gone = new Promise<never>((_, reject) => {
      fail = reject
    })
    async function go(): Promise<T> {
      const connection = await connections.take()
      connection.onCut = fail
      return work(connection)
    }
    const done = Promise.race([go(), gone])
    open.set(done, fail)
    try {
      return await done
    } finally {
      open.delete(done)
    }
  }

  return {
    async begin(run, settings = {}) {
      const opening = openingOf(settings)
      return onOneConnection((connection) => transact(connection, run, opening))
    },
    ask: (question) => onOneConnection((connection) => askOnce(connection, question)),
    async idle() {
      await Promise.allSettled(open.keys())
    },
    turnAway: connections.turnAway,
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

/** The connection that a transaction has, savepoints included. */
type Line = {
  say(text: string): PromiseLike<{ command?: string }>
  readonly connection: KeptConnection
  savepoints: number
  /** Its connection is another's then: what its code still says must not be said within their transaction. */
  hasEnded: boolean
}

const afterEnd = () => new Error('the transaction has ended')

/** As a query of the driver that has failed already. */
function refused(error: Error) {
  const rejected = Promise.reject(error)
  rejected.catch(() => undefined)
  return Object.assign(rejected, {
    values: () => rejected,
    raw: () => rejected,
  }) as unknown as ReturnType<Unsafe>
}

/** The same connection, where the first statement of `scope` that fails is noted there. */
function within(ask: Unsafe, scope: Scope, line: Line): postgres.TransactionSql {
  const unsafe = ((...asked: Parameters<Unsafe>) => {
    const gone = line.connection.cut ?? (line.hasEnded ? afterEnd() : undefined)
    const query = gone ? refused(gone) : ask(...asked)
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
      const result = await run(within(ask, inner, line))
      if ('firstError' in inner) throw inner.firstError
      return result
    } catch (error) {
      await line.say(`rollback to ${name}`)
      throw causeOf(error, inner)
    }
  }
  // All that the query builder and the product ask of a transaction of the driver.
  return { unsafe, savepoint } as unknown as postgres.TransactionSql
}

/** A statement that met a transaction already ended, or none begun, tells nothing: what ended it does. */
function causeOf(error: unknown, scope: Scope): unknown {
  const isConsequence = ['25P02', '25006'].includes(sqlState(error) ?? '')
  return isConsequence && 'firstError' in scope ? scope.firstError : error
}
