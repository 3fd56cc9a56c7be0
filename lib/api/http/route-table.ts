import type { Method, Operation } from '../define-operation'

type Found =
  | { outcome: 'found'; operation: Operation; params: Record<string, string> }
  | { outcome: 'other_method'; allowed: Method[] }
  | { outcome: 'unknown' }

/** Finds the operation of a method and a path; names in braces match one segment. Pure. */
export function routeTable(operations: readonly Operation[]) {
  const routes = operations.map((operation) => ({ operation, segments: operation.path.split('/') }))
  return (method: string, path: string): Found => {
    const asked = path.split('/')
    const matching = routes.flatMap(({ operation, segments }) => {
      const params = match(segments, asked)
      return params ? [{ operation, params }] : []
    })
    const found = matching.find(({ operation }) => operation.method === method)
    if (found) return { outcome: 'found', ...found }
    if (matching.length === 0) return { outcome: 'unknown' }
    return { outcome: 'other_method', allowed: matching.map(({ operation }) => operation.method) }
  }
}

function match(segments: readonly string[], asked: readonly string[]): Record<string, string> | null {
  if (segments.length !== asked.length) return null
  const params: Record<string, string> = {}
  for (const [index, segment] of segments.entries()) {
    const text = asked[index] ?? ''
    const name = /^\{(\w+)\}$/.exec(segment)?.[1]
    if (name) params[name] = text
    else if (segment !== text) return null
  }
  return params
}
