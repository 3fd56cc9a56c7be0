/**
 * Transactions whose BEGIN does not wait for its answer: it leaves with what is set for the transaction in one message,
 * in the packet of the first statements, a round trip less for each transaction. Guarantees what the driver's own `begin`
 * does: all is kept or nothing; a statement that failed ends the transaction though its error was caught, and is the error
 * that the caller is given; nobody waits for a connection that was cut. What follows a BEGIN that failed can write nothing: outside a transaction begun by this,
 * the product's connections only read (`default_transaction_read_only` of the pool).
 */
import type postgres from 'postgres'
import { invariant, sqlState } from '~/lib/kernel/errors'
import { isConnectionLost } from './lost-database.ts'

type Run<T> = (sql: postgres.TransactionSql) => T | Promise<T>
type Unsafe = postgres.Sql['unsafe']
type Scope = { firstError?: unknown }
export type Settings = Readonly<Record<string, string>>

export type AtOnce = {
  /** @param settings of this transaction alone, in force before its first statement */
  begin<T>(run: Run<T>, settings?: Settings): Promise<T>
  /** Resolves when those open now have ended, well or not. */
  idle(): Promise<void>
  /** No connection will answer any more: what is still open fails. */
  giveUp(): void
}

/** @param asking how the statements of a transaction are put on its connection */
export function transactionsAtOnce(client: postgres.Sql, asking: (unsafe: Unsafe) => Unsafe): AtOnce {
  const open = new Map<Promise<unknown>, (error: Error) => void>()

  async function onOneConnection<T>(run: Run<T>, settings: Settings): Promise<T> {
    const opening = openingOf(settings)
    const reserved = await client.reserve()
    const { unsafe } = reserved
    const say = (text: string) => unsafe(text).execute()
    const scope: Scope = {}
    const began = say(opening)
    began.catch((error: unknown) => {
      scope.firstError = error
    })
    try {
      const result = await run(within(reserved, asking(unsafe), scope, { say, count: 0 }))
      if ('firstError' in scope) throw scope.firstError
      const { command } = await say('commit')
      if (command !== 'COMMIT') throw new Error('a statement of the transaction had failed')
      reserved.release()
      return result
    } catch (error) {
      // A connection that cannot roll back is gone: it is not given to others. One known to be gone may never answer.
      if (!isConnectionLost(scope.firstError))
        await say('rollback').then(
          () => reserved.release(),
          () => undefined,
        )
      throw causeOf(error, scope)
    }
  }

  return {
    async begin(run, settings = {}) {
      let fail: (error: Error) => void = () => undefined
      const gone = new Promise<never>((_, reject) => {
        fail = reject
      })
      const done = Promise.race([onOneConnection(run, settings), gone])
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

type Savepoints = { say: (text: string) => PromiseLike<unknown>; count: number }

/** The same connection, where the first statement of `scope` that fails is noted there. */
function within(
  sql: postgres.Sql,
  ask: Unsafe,
  scope: Scope,
  savepoints: Savepoints,
): postgres.TransactionSql {
  const unsafe = ((...asked: Parameters<Unsafe>) => {
    const query = ask(...asked)
    query.catch((error: unknown) => {
      if (!('firstError' in scope)) scope.firstError = error
    })
    return query
  }) as Unsafe
  const savepoint = async <T>(run: Run<T>): Promise<T> => {
    const name = `s${savepoints.count}`
    savepoints.count += 1
    const inner: Scope = {}
    await savepoints.say(`savepoint ${name}`)
    try {
      const result = await run(within(sql, ask, inner, savepoints))
      if ('firstError' in inner) throw inner.firstError
      return result
    } catch (error) {
      await savepoints.say(`rollback to ${name}`)
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
