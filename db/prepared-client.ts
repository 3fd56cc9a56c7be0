import type postgres from 'postgres'
import { type AtOnce, transactionsAtOnce } from './begin-at-once.ts'

/** More texts than the product has: past it, texts made of many parts must not fill the server's memory. */
export const preparedTextsMax = 2_000

type Unsafe = postgres.Sql['unsafe']

/** A pool as the product and its query builder ask it: all that is asked goes by the connections that are kept. */
export type PreparedClient = Pick<postgres.Sql, 'begin' | 'end' | 'options' | 'unsafe'>

/**
 * Makes every query with parameters a prepared statement of its connection, and puts it on the wire in the
 * order of being asked, with the BEGIN of its transaction. The query builder asks for none of it: an unprepared
 * query is planned each time and costs a second round trip to learn the types of its parameters, which was a third
 * of the time of a page.
 *
 * @returns a client in place of the given one, which nobody else may ask any more, and what it knows of its transactions
 */
export function preparing(client: postgres.Sql): { client: PreparedClient; transactions: AtOnce } {
  const texts = new Set<string>()

  function isPrepared(text: string): boolean {
    if (texts.has(text)) return true
    if (texts.size >= preparedTextsMax) return false
    texts.add(text)
    return true
  }

  const asking = (unsafe: Unsafe) =>
    ((text: string, values?: unknown[], options?: postgres.UnsafeQueryOptions) => {
      // The driver would fail the query under way in its place, which is BEGIN, and never this one.
      if (values?.includes(undefined)) throw new TypeError('a parameter of a statement is undefined')
      return unsafe(text, values as never, { ...options, prepare: isPrepared(text) }).execute()
    }) as Unsafe

  const transactions = transactionsAtOnce(client, asking)
  function unsafe(...asked: Parameters<Unsafe>) {
    let shaped = (query: ReturnType<Unsafe>): PromiseLike<unknown> => query
    const answer = Promise.resolve().then(() => transactions.ask((ask) => shaped(ask(...asked))))
    return Object.assign(answer, {
      values() {
        shaped = (query) => query.values()
        return answer
      },
    })
  }

  const prepared = {
    options: client.options,
    unsafe,
    begin: transactions.begin,
    async end(options?: { timeout?: number }) {
      transactions.turnAway()
      await client.end(options)
      transactions.giveUp()
    },
  }
  return { client: prepared as unknown as PreparedClient, transactions }
}
