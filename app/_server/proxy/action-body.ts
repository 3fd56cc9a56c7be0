const depthMax = 12
const argumentsMax = 4

/**
 * Whether the body of a server action is plain data: a JSON array of a few arguments made of objects, lists,
 * strings, numbers, booleans and null. React's wire format also encodes references, promises, files and server
 * functions as strings that begin with `$`; ours accepts none, because decoding hostile ones has led to remote code
 * execution elsewhere. `$undefined`, and `$$` for a literal dollar, are plain. Pure.
 */
export function isPlainActionBody(text: string): boolean {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return false
  }
  return Array.isArray(body) && body.length <= argumentsMax && body.every((each) => isPlain(each, 0))
}

function isPlain(value: unknown, depth: number): boolean {
  if (depth > depthMax) return false
  if (typeof value === 'string')
    return !value.startsWith('$') || value.startsWith('$$') || value === '$undefined'
  if (Array.isArray(value)) return value.every((each) => isPlain(each, depth + 1))
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(
    ([key, each]) =>
      key !== '__proto__' && key !== 'constructor' && key !== 'then' && isPlain(each, depth + 1),
  )
}
