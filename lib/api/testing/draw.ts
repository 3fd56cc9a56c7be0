import fc from 'fast-check'

type Json = Record<string, unknown>
export type Document = {
  paths: Record<string, Record<string, Entry>>
  components: { schemas: Record<string, Json> }
}
export type Entry = {
  operationId: string
  'x-permission': string
  'x-asks-proof': boolean
  parameters?: { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema: Json }[]
  requestBody?: { content: { 'application/json'?: { schema: Json } } }
  responses: Record<string, { content?: Record<string, { schema: Json }> }>
}
/** A request as its document allows it. */
export type Drawn = {
  path: Record<string, string>
  query: Record<string, string>
  body: unknown
}
/** Ids that exist, by prefix such as `ins`. */
export type KnownIds = ReadonlyMap<string, readonly string[]>

/** Requests of an operation, drawn from nothing but its document and ids that exist. */
export function requestsOf(entry: Entry, document: Document, known: KnownIds): fc.Arbitrary<Drawn> {
  const drawn = (schema: Json) => arbitraryOf(schema, document.components.schemas, known)
  const of = (place: 'path' | 'query') => {
    const listed = (entry.parameters ?? []).filter((each) => each.in === place)
    const required = listed.filter((each) => each.required).map(({ name }) => name)
    const texts = listed.map(({ name, schema }) => [name, drawn(schema).map(String)] as const)
    return fc.record(Object.fromEntries(texts), { requiredKeys: required }) as fc.Arbitrary<
      Record<string, string>
    >
  }
  const schema = entry.requestBody?.content['application/json']?.schema
  return fc.record({
    path: of('path'),
    query: of('query'),
    body: schema ? drawn(schema) : fc.constant(undefined),
  })
}

/** Values that fit a JSON Schema of the document. */
function arbitraryOf(schema: Json, components: Record<string, Json>, known: KnownIds): fc.Arbitrary<unknown> {
  const go = (part: unknown) => arbitraryOf(part as Json, components, known)
  if (typeof schema.$ref === 'string') return go(components[schema.$ref.split('/').at(-1) ?? ''])
  if ('const' in schema) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum)
  const choices = (schema.anyOf ?? schema.oneOf) as Json[] | undefined
  if (choices) return fc.oneof(...choices.map(go))
  if (Array.isArray(schema.allOf))
    return fc.tuple(...schema.allOf.map(go)).map((parts) => Object.assign({}, ...(parts as object[])))
  switch (schema.type) {
    case 'object':
      return objectOf(schema, go)
    case 'array':
      return fc.array(go(schema.items), {
        minLength: (schema.minItems as number | undefined) ?? 0,
        maxLength: Math.min((schema.maxItems as number | undefined) ?? 4, 4),
      })
    case 'string':
      return textOf(schema, known)
    case 'integer':
    case 'number':
      return fc.integer({
        min: Math.max((schema.minimum as number | undefined) ?? -1_000, -1_000_000),
        max: Math.min((schema.maximum as number | undefined) ?? 1_000, 1_000_000),
      })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fc.jsonValue({ maxDepth: 1 })
  }
}

function objectOf(schema: Json, go: (part: unknown) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Json>)
  const required = (schema.required ?? []) as string[]
  const own = fc.record(Object.fromEntries(properties.map(([name, part]) => [name, go(part)])), {
    requiredKeys: required,
  })
  const more = schema.additionalProperties
  if (typeof more !== 'object' || more === null) return own
  const key = schema.propertyNames
    ? (go({ type: 'string', ...(schema.propertyNames as Json) }) as fc.Arbitrary<string>)
    : fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)
  return fc
    .tuple(own, fc.dictionary(key, go(more), { maxKeys: 3 }))
    .map(([named, others]) => ({ ...others, ...named }))
}

const words = fc.constantFrom(
  'web-1',
  'Atelier du port',
  '12 000,50',
  '80, 100',
  'camille@example.test',
  '10.1.0.0/24',
  'www.example.test',
  '',
  'é\u0301 🙂',
  '<script>alert(1)</script>',
  "'; drop table instances; --",
  '\u0000',
  '\ud800',
  '__proto__',
)

function textOf(schema: Json, known: KnownIds): fc.Arbitrary<string> {
  const pattern = typeof schema.pattern === 'string' ? schema.pattern : undefined
  const prefix = pattern ? /^\^([a-z]{3})_/.exec(pattern)?.[1] : undefined
  const day = fc.date({
    min: new Date('2025-01-01'),
    max: new Date('2028-01-01'),
    noInvalidDate: true,
  })
  if (prefix && pattern) {
    const absent = fc.stringMatching(new RegExp(pattern))
    const ids = known.get(prefix) ?? []
    return ids.length > 0 ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ids) }, absent) : absent
  }
  if (schema.format === 'date-time') return day.map((each) => each.toISOString())
  if (schema.format === 'date') return day.map((each) => each.toISOString().slice(0, 10))
  if (schema.format === 'email') return fc.constantFrom('camille@example.test', 'dsi@essai.example')
  if (pattern?.includes('(?!') || pattern?.includes('(?='))
    return fc.constantFrom('camille@example.test', 'compta/', '2026-11', '')
  if (pattern) return fc.stringMatching(new RegExp(pattern, 'u'))
  const min = (schema.minLength as number | undefined) ?? 0
  const max = Math.min((schema.maxLength as number | undefined) ?? 60, 60)
  return fc
    .oneof(words, fc.string({ minLength: min, maxLength: max }))
    .filter((text) => text.length >= min && text.length <= max)
}
