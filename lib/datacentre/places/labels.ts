/** Writes labels as lines of `name=value`, by name. Pure. */
export function labelsToText(labels: Record<string, string>): string {
  return Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')
}

/** Parses lines of `name=value`; null when one is invalid. Pure. */
export function textToLabels(text: string): Record<string, string> | null {
  const labels: Record<string, string> = {}
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue
    const [, name, value] = /^([a-z][a-z0-9-]{0,30})\s*=\s*(\S.{0,59})$/.exec(line) ?? []
    if (!name || !value) return null
    labels[name] = value
  }
  return labels
}
