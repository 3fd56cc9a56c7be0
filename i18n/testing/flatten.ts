/** `{ a: { b: 'x' } }` as `{ 'a.b': 'x' }`. */
export function flatten(messages: unknown, prefix = ''): Record<string, string> {
  if (typeof messages === 'string') return { [prefix]: messages }
  const entries = Object.entries((messages ?? {}) as Record<string, unknown>)
  return Object.assign(
    {},
    ...entries.map(([key, value]) => flatten(value, prefix ? `${prefix}.${key}` : key)),
  )
}

/** The names of a text's parameters: `{count, plural, one {# ligne} other {…}}` takes `count`. */
export function parametersOf(text: string): string[] {
  const names = [
    ...text.matchAll(/(?<!(?:\b(?:zero|one|two|few|many|other)|=\d+)\s*)\{\s*(\w+)\s*[,}]/g),
  ].map((match) => match[1] ?? '')
  const tags = [...text.matchAll(/<(\w+)>/g)].map((match) => `<${match[1]}>`)
  return [...new Set([...names, ...tags])].sort()
}
