import type postgres from 'postgres'

/** More texts than the product has: past it, texts made of many parts must not fill the server's memory. */
export const preparedTextsMax = 2_000

/**
 * Makes every query with parameters a prepared statement of its connection, and puts it on the wire in the
 * order of being asked. The query builder asks for neither: an unprepared query is planned each time and
 * costs a second round trip to learn the types of its parameters, which was a third of the time of a page.
 *
 * @returns the same client
 */
export function preparing(client: postgres.Sql): postgres.Sql {
  const texts = new Set<string>()

  function isPrepared(text: string): boolean {
    if (texts.has(text)) return true
    if (texts.size >= preparedTextsMax) return false
    texts.add(text)
    return true
  }

  function prepare<T extends postgres.Sql>(over: T): T {
    const { unsafe, begin } = over
    const asked = ((text: string, values?: unknown[], options?: postgres.UnsafeQueryOptions) =>
      unsafe(text, values as never, { ...options, prepare: isPrepared(text) }).execute()) as T['unsafe']
    const within = ((run: (sql: postgres.TransactionSql) => unknown) =>
      begin((sql) => run(prepareWithin(sql)) as never)) as unknown as T['begin']
    return Object.assign(over, { unsafe: asked, begin: within })
  }

  function prepareWithin(sql: postgres.TransactionSql): postgres.TransactionSql {
    const { savepoint } = sql
    const within = ((run: (sql: postgres.TransactionSql) => unknown) =>
      savepoint(
        (inner) => run(prepareWithin(inner)) as never,
      )) as unknown as postgres.TransactionSql['savepoint']
    return Object.assign(prepare(sql as never), { savepoint: within }) as never
  }

  return prepare(client)
}
