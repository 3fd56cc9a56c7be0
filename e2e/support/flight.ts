/**
 * The rows of a Flight response by number, in React's wire format: `1:{"ok":true}` up to the end of the line, text
 * rows (`2:T1a,…`) by their length. Our responses have no binary rows.
 */
export function flightRows(bytes: Buffer): Map<string, string> {
  const rows = new Map<string, string>()
  for (let at = 0; at < bytes.length; ) {
    const colon = bytes.indexOf(0x3a, at)
    if (colon < 0) break
    const id = bytes.toString('utf8', at, colon)
    if (bytes[colon + 1] === 0x54) {
      const comma = bytes.indexOf(0x2c, colon)
      const end = comma + 1 + Number.parseInt(bytes.toString('utf8', colon + 2, comma), 16)
      rows.set(id, JSON.stringify(bytes.toString('utf8', comma + 1, end)))
      at = end
    } else {
      const newline = bytes.indexOf(0x0a, colon)
      const end = newline < 0 ? bytes.length : newline
      rows.set(id, bytes.toString('utf8', colon + 1, end))
      at = end + 1
    }
  }
  return rows
}

/** The action's return value: row 0 names it as `"a":"$@1"`. Null when it returned nothing (redirect, error). */
export function actionValue(bytes: Buffer): unknown {
  const rows = flightRows(bytes)
  const head = parsed(rows.get('0')) as { a?: unknown } | undefined
  const reference = typeof head?.a === 'string' ? head.a.match(/^\$@([0-9a-f]+)$/)?.[1] : undefined
  if (reference === undefined) return null
  return resolve(parsed(rows.get(reference)), rows) ?? null
}

function parsed(row: string | undefined): unknown {
  if (row === undefined) return undefined
  try {
    return JSON.parse(row)
  } catch {
    return undefined
  }
}

function resolve(value: unknown, rows: Map<string, string>): unknown {
  if (typeof value === 'string') {
    if (value === '$undefined') return undefined
    if (value.startsWith('$$')) return value.slice(1)
    const reference = value.match(/^\$([0-9a-f]+)$/)?.[1]
    return reference === undefined ? value : resolve(parsed(rows.get(reference)), rows)
  }
  if (Array.isArray(value)) return value.map((each) => resolve(each, rows))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each, rows)]))
}
