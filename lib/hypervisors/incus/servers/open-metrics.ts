export type MetricLine = { name: string; labels: Record<string, string>; value: number }

/** Parses text in the OpenMetrics format; skips comments and unreadable lines. Pure. */
export function readOpenMetrics(text: string): MetricLine[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels, value] = /^([a-zA-Z_:][\w:]*)\{(.*)\} (\S+)/.exec(line) ?? []
    if (!name || labels === undefined || Number.isNaN(Number(value))) return []
    return [{ name, labels: readLabels(labels), value: Number(value) }]
  })
}

function readLabels(text: string): Record<string, string> {
  const pairs = text.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)
  return Object.fromEntries([...pairs].map(([, name, value]) => [name, value?.replace(/\\(.)/g, '$1')]))
}
