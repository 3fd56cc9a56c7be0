import type postgres from 'postgres'

/** More than the texts of the product; beyond it, composed texts must not fill the server's memory. */
const preparedTextsMax = 2_000

export type Unsafe = postgres.Sql['unsafe']

/**
 * Make every query a prepared statement of its connection and send it in the order of issue, together with the BEGIN
 * of its transaction. The query builder does neither: an unprepared query is planned each time, and costs a second
 * round trip to learn the types of its parameters.
 *
 * @returns a wrapper for the `unsafe` of a pool or of one of its connections; all share the count of texts
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
      // Without this check the driver would fail the query in flight, which is BEGIN, instead of this one.
      if (values?.includes(undefined)) throw new TypeError('a parameter of a statement is undefined')
      return unsafe(text, values as never, { ...options, prepare: isPrepared(text) }).execute()
    }) as Unsafe
}
