/** NUL and lone surrogates: the database cannot store them, so the request is invalid. */
const unstorable = /[\0\p{Cs}]/u

/** The path in `value` of the first text that no column can store; null if none. Pure. */
export function findUnstorableText(value: unknown, path: readonly string[] = []): readonly string[] | null {
  if (typeof value === 'string') return unstorable.test(value) ? path : null
  if (typeof value !== 'object' || value === null) return null
  for (const [key, each] of Object.entries(value)) {
    if (unstorable.test(key)) return path
    const found = findUnstorableText(each, [...path, key])
    if (found) return found
  }
  return null
}
