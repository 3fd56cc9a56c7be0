import { type JsonSchema, nameOfReference, resolved, type Schemas, withoutNull } from './json-schema'

/** One field of a body or an answer, or a parameter. */
export type FieldRow = {
  /** `bundle.name`, `lines[].quantity`. */
  name: string
  /** Levels below the body, from 0. */
  depth: number
  /** `text`, `integer`, `list of text`, the name of a schema. */
  type: string
  isRequired: boolean
  isNullable: boolean
  /** In English. */
  description: string | null
  /** The only values, or the beginning of an id such as `ins_…`. */
  values: string[]
  /** `1–100`, `≤ 64 characters`: limits that a request must keep. */
  limits: string | null
}

const deepest = 4

/** The fields of an object, each followed by its own; in the order of the document. Pure. */
export function fieldRows(schema: JsonSchema, schemas: Schemas): FieldRow[] {
  return rowsOf(schema, schemas, '', 0, [])
}

function rowsOf(
  given: JsonSchema,
  schemas: Schemas,
  prefix: string,
  depth: number,
  above: readonly string[],
): FieldRow[] {
  const name = nameOfReference(given)
  if (depth > deepest || (name !== undefined && above.includes(name))) return []
  const path = name === undefined ? above : [...above, name]
  const { schema } = withoutNull(resolved(given, schemas))
  if (nameOfReference(schema)) return rowsOf(schema, schemas, prefix, depth, path)
  if (schema.items) return rowsOf(schema.items, schemas, `${prefix}[]`, depth, path)
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (choices) return withoutRepeats(choices.flatMap((each) => rowsOf(each, schemas, prefix, depth, path)))
  return Object.entries(schema.properties ?? {}).flatMap(([field, each]) => {
    const full = [prefix, field].filter(Boolean).join('.')
    const isRequired = schema.required?.includes(field) === true
    return [
      { ...fieldRow(full, each, schemas, depth), isRequired },
      ...rowsOf(each, schemas, full, depth + 1, path),
    ]
  })
}

/** Choices have fields in common: a field is required when each choice that has it requires it. */
function withoutRepeats(rows: readonly FieldRow[]): FieldRow[] {
  const byName = new Map<string, FieldRow>()
  for (const row of rows) {
    const before = byName.get(row.name)
    byName.set(row.name, {
      ...(before ?? row),
      isRequired: (before?.isRequired ?? true) && row.isRequired,
      values: [...new Set([...(before?.values ?? []), ...row.values])],
    })
  }
  return [...byName.values()]
}

/** The row of one field or parameter, without those below it. Pure. */
export function fieldRow(name: string, given: JsonSchema, schemas: Schemas, depth = 0): FieldRow {
  const { schema, isNullable } = withoutNull(given)
  const whole = resolved(schema, schemas)
  const inner = withoutNull(whole)
  const item = inner.schema.items && resolved(inner.schema.items, schemas)
  return {
    name,
    depth,
    type: typeOf(schema, inner.schema, schemas),
    isRequired: false,
    isNullable: isNullable || inner.isNullable,
    description: given.description ?? schema.description ?? whole.description ?? null,
    values: valuesOf(item ?? inner.schema),
    limits: limitsOf(inner.schema),
  }
}

function typeOf(given: JsonSchema, schema: JsonSchema, schemas: Schemas): string {
  const name = nameOfReference(given)
  if (name) return name
  if (schema.items)
    return `list of ${typeOf(schema.items, withoutNull(resolved(schema.items, schemas)).schema, schemas)}`
  const choices = schema.anyOf ?? schema.oneOf
  if (choices)
    return [...new Set(choices.map((each) => typeOf(each, resolved(each, schemas), schemas)))].join(' or ')
  if (schema.format === 'date-time') return 'instant'
  if (schema.format === 'date') return 'date'
  if (schema.const !== undefined) return typeOfValue(schema.const)
  if (schema.type === undefined && schema.enum) return typeOfValue(schema.enum[0])
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  return type === 'string' ? 'text' : (type ?? 'any')
}

const typeOfValue = (value: unknown) => (typeof value === 'string' ? 'text' : typeof value)

function valuesOf({ enum: values, const: only, anyOf, oneOf, pattern }: JsonSchema): string[] {
  if (values) return values.map(String)
  if (only !== undefined) return [String(only)]
  const id = /^\^([a-z]{3}_)\[/.exec(pattern ?? '')?.[1]
  if (id) return [`${id}…`]
  return [...new Set((anyOf ?? oneOf ?? []).flatMap(valuesOf))]
}

function limitsOf(schema: JsonSchema): string | null {
  const { minLength, maxLength, minItems, maxItems, minimum, maximum } = schema
  if (schema.format || (schema.pattern && /^\^[a-z]{3}_/.test(schema.pattern))) return null
  return (
    range(minimum, maximum, '') ??
    range(minLength, maxLength, ' characters') ??
    range(minItems, maxItems, ' items')
  )
}

function range(from: number | undefined, to: number | undefined, unit: string): string | null {
  const isFrom = from !== undefined && from > Number.MIN_SAFE_INTEGER
  const isTo = to !== undefined && to < Number.MAX_SAFE_INTEGER
  if (isFrom && isTo) return from === to ? `${from}${unit}` : `${from}–${to}${unit}`
  if (isTo) return `≤ ${to}${unit}`
  return isFrom && from !== 0 && !(unit === ' characters' && from === 1) ? `≥ ${from}${unit}` : null
}
