type Json = Record<string, unknown>

/**
 * What a client of `before` would stumble over in `after`, one line each: a gone operation or field of an answer, a new
 * required field or a narrower value of a request, a wider value of an answer that is not an enumeration. Both are
 * documents of this API. Pure.
 */
export function breakingChanges(before: Json, after: Json): string[] {
  const found: string[] = []
  const [old, now] = [entriesOf(before), entriesOf(after)]
  for (const [name, entry] of old) {
    const next = now.get(name)
    if (!next) {
      found.push(`${name}: gone`)
      continue
    }
    const side = (io: 'input' | 'output', at: string) => ({
      before,
      after,
      io,
      found,
      at,
      seen: new Set<string>(),
    })
    compareParameters(entry, next, side('input', name))
    compare(requestOf(entry), requestOf(next), side('input', `${name} body`))
    for (const [status, answer] of Object.entries(answersOf(entry)))
      compare(answer, answersOf(next)[status], side('output', `${name} ${status}`))
  }
  return found
}

type Side = {
  before: Json
  after: Json
  io: 'input' | 'output'
  found: string[]
  at: string
  /** Named schemas that were entered: they may contain themselves. */
  seen: Set<string>
}

const entriesOf = ({ paths }: Json): Map<string, Json> =>
  new Map(
    Object.entries(paths as Record<string, Record<string, Json>>).flatMap(([path, item]) =>
      Object.entries(item).map(([method, entry]) => [`${method.toUpperCase()} ${path}`, entry] as const),
    ),
  )

const contentOf = (holder: unknown): Json | undefined => {
  const content = (holder as { content?: Record<string, { schema: Json }> } | undefined)?.content
  return content ? Object.values(content)[0]?.schema : undefined
}
const requestOf = ({ requestBody }: Json) => contentOf(requestBody)
const answersOf = ({ responses }: Json): Record<string, Json | undefined> =>
  Object.fromEntries(
    Object.entries(responses as Json)
      .filter(([status]) => status.startsWith('2'))
      .map(([status, answer]) => [status, contentOf(answer) ?? {}]),
  )

type Parameter = { name: string; in: string; required?: boolean; schema: Json }

function compareParameters(entry: Json, next: Json, side: Side): void {
  const listed = (of: Json) => (of.parameters ?? []) as Parameter[]
  const later = new Map(listed(next).map((each) => [`${each.in} ${each.name}`, each]))
  for (const each of listed(entry)) {
    const name = `${each.in} ${each.name}`
    const now = later.get(name)
    later.delete(name)
    if (!now) side.found.push(`${side.at} ${name}: gone`)
    else compare(each.schema, now.schema, { ...side, at: `${side.at} ${name}` })
    if (now?.required && !each.required) side.found.push(`${side.at} ${name}: required`)
  }
  for (const [name, each] of later) if (each.required) side.found.push(`${side.at} ${name}: required`)
}

function compare(one: Json | undefined, other: Json | undefined, side: Side): void {
  if (!one || Object.keys(one).length === 0) {
    if (!one && other && ((other.required as string[] | undefined) ?? []).length > 0)
      side.found.push(`${side.at}: required`)
    return
  }
  if (!other) {
    side.found.push(`${side.at}: gone`)
    return
  }
  const name = typeof one.$ref === 'string' ? one.$ref : ''
  if (name && side.seen.has(name)) return
  if (name) side.seen.add(name)
  const [a, b] = [resolved(one, side.before), resolved(other, side.after)]
  compareKinds(a, b, side)
  compareObjects(a, b, side)
  if (a.items) compare(a.items as Json, b.items as Json | undefined, { ...side, at: `${side.at}[]` })
  for (const word of ['anyOf', 'oneOf'] as const) {
    const choices = (a[word] ?? []) as Json[]
    const later = (b[word] ?? []) as Json[]
    for (const [index, choice] of choices.entries())
      compare(choice, later[index], { ...side, at: `${side.at} choice ${index + 1}` })
  }
}

function resolved(schema: Json, document: Json): Json {
  if (typeof schema.$ref !== 'string') return schema
  const schemas = (document.components as { schemas: Record<string, Json> }).schemas
  return schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}
}

function compareKinds(a: Json, b: Json, { io, found, at }: Side): void {
  if (a.type !== b.type && b.type !== undefined) found.push(`${at}: ${a.type} became ${b.type}`)
  if (io === 'output') return
  const values = (of: Json) => (of.enum as unknown[] | undefined) ?? ('const' in of ? [of.const] : undefined)
  const [allowed, still] = [values(a), values(b)]
  const lost = still ? (allowed ?? ['others']).filter((each) => !still.includes(each)) : []
  if (lost.length > 0) found.push(`${at}: no longer ${lost.join(', ')}`)
  for (const [word, isNarrower] of bounds) {
    const [was, is] = [a[word] as number | undefined, b[word] as number | undefined]
    if (is !== undefined && (was === undefined || isNarrower(was, is))) found.push(`${at}: ${word} ${is}`)
  }
  if (b.pattern !== undefined && b.pattern !== a.pattern) found.push(`${at}: pattern`)
}

const smaller = (was: number, is: number) => is < was
const larger = (was: number, is: number) => is > was
const bounds = [
  ['maximum', smaller],
  ['maxLength', smaller],
  ['maxItems', smaller],
  ['minimum', larger],
  ['minLength', larger],
  ['minItems', larger],
] as const

function compareObjects(a: Json, b: Json, side: Side): void {
  const properties = (of: Json) => (of.properties ?? {}) as Record<string, Json>
  const required = (of: Json) => (of.required ?? []) as string[]
  for (const [name, schema] of Object.entries(properties(a)))
    compare(schema, properties(b)[name], { ...side, at: `${side.at}.${name}` })
  const [from, to] = side.io === 'input' ? [b, a] : [a, b]
  for (const name of required(from))
    if (!required(to).includes(name) && (side.io === 'input' || name in properties(b)))
      side.found.push(`${side.at}.${name}: ${side.io === 'input' ? 'required' : 'may be absent'}`)
}
