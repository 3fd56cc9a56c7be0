/** Returns a path with its parameters, in the given order; without parameters, the bare path. */
export function withQuery(pathname: string, query: Readonly<Record<string, string>>): string {
  const search = new URLSearchParams(query).toString()
  return search ? `${pathname}?${search}` : pathname
}
