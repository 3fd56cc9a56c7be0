const namedMax = 3

/** The first names, and the number of others. Pure. */
export function shortList(names: readonly string[]): string {
  const more = names.length - namedMax
  return more > 0 ? `${names.slice(0, namedMax).join(', ')} (+${more})` : names.join(', ')
}
