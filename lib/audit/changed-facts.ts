import { isDeepStrictEqual } from 'node:util'

/** Returns old and new values of the fields of `to` that differ from `row`; null when none do. Pure. */
export function changedFacts<R extends object, T extends Partial<R>>(
  row: R,
  to: T,
): { from: Partial<R>; to: Partial<T> } | null {
  const names = (Object.keys(to) as (keyof T & keyof R)[]).filter(
    (name) => !isDeepStrictEqual(row[name], to[name]),
  )
  if (names.length === 0) return null
  const pick = <O extends object>(of: O) =>
    Object.fromEntries(names.map((name) => [name, (of as Record<PropertyKey, unknown>)[name]])) as Partial<O>
  return { from: pick(row), to: pick(to) }
}
