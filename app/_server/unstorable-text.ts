/** NUL, and half of a surrogate pair: the database keeps neither, and asking it is a fault of the request. */
const unstorable = /[\0\p{Cs}]/u

/** Where the first text stands that no column can keep, as a path into `value`; null when there is none. Pure. */
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
