import type postgres from 'postgres'

/** More texts than the product has: past it, texts made of many parts must not fill the server's memory. */
const preparedTextsMax = 2_000

export type Unsafe = postgres.Sql['unsafe']

/**
 * Makes every query a prepared statement of its connection and puts it on the wire in the order of asking, with the BEGIN
 * of its transaction. The query builder asks for neither: a query that is not prepared is planned each time, and
 * costs a second round trip to learn the types of its parameters.
 *
 * @returns what wraps the `unsafe` of a pool or of one of its connections; they share the count of texts
 */
export function preparing(): (unsafe: Unsafe) => Unsafe {
  const texts = new Set<string>()

  function isPrepared(text: string): boolean {
    if (texts.has(text)) return true
    if (texts.size >= preparedTextsMax) return false
    texts.add(text)
    return true
  }

  return (unsafe) =>
    ((text: string, values?: unknown[], options?: postgres.UnsafeQueryOptions) => {
      // The driver would fail the query under way in its place, which is BEGIN, and never this one.
      if (values?.includes(undefined)) throw new TypeError('a parameter of a statement is undefined')
      return unsafe(text, values as never, { ...options, prepare: isPrepared(text) }).execute()
    }) as Unsafe
}
