/**
 * Transactions whose BEGIN does not wait for its answer: it leaves with what is set for the transaction in one message,
 * in the packet of the first statements, a round trip less for each transaction. Guarantees what the driver's own `begin`
 * does: all is kept or nothing; a statement that failed ends the transaction though its error was caught, and is the error
 * that the caller gets. What follows a BEGIN that failed can write nothing: outside a transaction begun by this, the
 * product's connections only read (`default_transaction_read_only` of the pool).
 */
import type postgres from 'postgres'
import { invariant, sqlState } from '~/lib/kernel/errors'
import type { Unsafe } from './prepared-statements.ts'

/** What the query builder and the product use of a transaction. */
export type TransactionSql = {
  unsafe: Unsafe
  savepoint<T>(run: (sql: TransactionSql) => T | Promise<T>): Promise<T>
}
type Run<T> = (sql: TransactionSql) => T | Promise<T>
export type Settings = Readonly<Record<string, string>>
type Scope = { firstError?: unknown }

export type Transactions = {
  /** @param settings of this transaction alone, in force before its first statement */
  begin<T>(run: Run<T>, settings?: Settings): Promise<T>
  /** Resolves when those open now, and those that wait for a connection, have ended, well or not. */
  idle(): Promise<void>
}

/** @param prepare wraps how the statements of a transaction are put on its connection */
export function transactionsAtOnce(
  client: Pick<postgres.Sql, 'reserve'>,
  prepare: (unsafe: Unsafe) => Unsafe,
): Transactions {
  const open = new Set<Promise<unknown>>()

  async function begin<T>(run: Run<T>, settings: Settings = {}): Promise<T> {
    const opening = openingOf(settings)
    const connection = await client.reserve()
    const scope: Scope = {}
    const line = lineOf(connection, prepare)
    const begun = connection.unsafe(opening).execute()
    begun.catch((error: unknown) => {
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
      // A connection that cannot roll back has been closed, or must not be given to others.
      await connection.unsafe('rollback').then(
        () => connection.release(),
        () => undefined,
      )
      throw causeOf(error, scope)
    }
  }

  return {
    async begin(run, settings) {
      const done = begin(run, settings)
      open.add(done)
      try {
        return await done
      } finally {
        open.delete(done)
      }
    },
    async idle() {
      await Promise.allSettled(open)
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

/** The connection of a transaction, savepoints included. */
type Line = {
  readonly say: Unsafe
  readonly ask: Unsafe
  savepoints: number
  /** The connection is another's then: what the transaction's code still asks must not be asked within theirs. */
  hasEnded: boolean
}

function lineOf({ unsafe }: Pick<postgres.ReservedSql, 'unsafe'>, prepare: (unsafe: Unsafe) => Unsafe): Line {
  const whileOpen = ((...asked: Parameters<Unsafe>) => {
    if (line.hasEnded) throw new Error('the transaction has ended')
    return unsafe(...asked)
  }) as Unsafe
  const line: Line = { say: whileOpen, ask: prepare(whileOpen), savepoints: 0, hasEnded: false }
  return line
}

/** The same connection, where the first statement of `scope` that fails is noted there. */
function within(line: Line, scope: Scope): TransactionSql {
  return {
    unsafe: ((...asked: Parameters<Unsafe>) => {
      const query = line.ask(...asked)
      query.catch((error: unknown) => {
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

/** A statement that met a transaction already ended, or none begun, explains nothing: what ended it does. */
function causeOf(error: unknown, scope: Scope): unknown {
  const isConsequence = ['25P02', '25006'].includes(sqlState(error) ?? '')
  return isConsequence && 'firstError' in scope ? scope.firstError : error
}
