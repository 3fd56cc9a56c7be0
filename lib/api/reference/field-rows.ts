import { type JsonSchema, nameOfReference, resolved, type Schemas, withoutNull } from './json-schema'
import type { Words } from './words'

/** One field of a body or an answer, or a parameter. */
export type FieldRow = {
  /** `bundle.name`, `lines[].quantity`. */
  name: string
  /** Levels below the body, from 0. */
  depth: number
  /** `text`, `integer`, `list of text`, the name of a schema; in the words of a language. */
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

type Reading = { schemas: Schemas; words: Words }

/** The fields of an object, each followed by its own; in the order of the document. Pure. */
export function fieldRows(schema: JsonSchema, reading: Reading): FieldRow[] {
  return rowsOf(schema, reading, '', 0, [])
}

function rowsOf(
  given: JsonSchema,
  reading: Reading,
  prefix: string,
  depth: number,
  above: readonly string[],
): FieldRow[] {
  const name = nameOfReference(given)
  if (depth > deepest || (name !== undefined && above.includes(name))) return []
  const path = name === undefined ? above : [...above, name]
  const { schema } = withoutNull(resolved(given, reading.schemas))
  if (nameOfReference(schema)) return rowsOf(schema, reading, prefix, depth, path)
  if (schema.items) return rowsOf(schema.items, reading, `${prefix}[]`, depth, path)
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (choices) return withoutRepeats(choices.flatMap((each) => rowsOf(each, reading, prefix, depth, path)))
  return Object.entries(schema.properties ?? {}).flatMap(([field, each]) => {
    const full = [prefix, field].filter(Boolean).join('.')
    const isRequired = schema.required?.includes(field) === true
    return [
      { ...fieldRow(full, each, reading, depth), isRequired },
      ...rowsOf(each, reading, full, depth + 1, path),
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
export function fieldRow(name: string, given: JsonSchema, reading: Reading, depth = 0): FieldRow {
  const { schemas, words } = reading
  const { schema, isNullable } = withoutNull(given)
  const whole = resolved(schema, schemas)
  const inner = withoutNull(whole)
  const item = inner.schema.items && resolved(inner.schema.items, schemas)
  return {
    name,
    depth,
    type: typeOf(schema, inner.schema, reading),
    isRequired: false,
    isNullable: isNullable || inner.isNullable,
    description: given.description ?? schema.description ?? whole.description ?? null,
    values: valuesOf(item ?? inner.schema),
    limits: limitsOf(inner.schema, words),
  }
}

function typeOf(given: JsonSchema, schema: JsonSchema, reading: Reading): string {
  const { schemas, words } = reading
  const name = nameOfReference(given)
  if (name) return name
  if (schema.items)
    return words.listOf(typeOf(schema.items, withoutNull(resolved(schema.items, schemas)).schema, reading))
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) {
    const types = choices.map((each) => typeOf(each, resolved(each, schemas), reading))
    return [...new Set(types)].join(` ${words.or} `)
  }
  if (schema.format === 'date-time') return words.instant
  if (schema.format === 'date') return words.date
  const value = schema.const ?? (schema.type === undefined ? schema.enum?.[0] : undefined)
  const type = value === undefined ? [schema.type].flat()[0] : typeof value
  return wordOf(type, words)
}

const known = ['integer', 'number', 'boolean', 'object'] as const

function wordOf(type: string | undefined, words: Words): string {
  if (type === 'string') return words.text
  const word = known.find((each) => each === type)
  return word ? words[word] : words.any
}

function valuesOf({ enum: values, const: only, anyOf, oneOf, pattern }: JsonSchema): string[] {
  if (values) return values.map(String)
  if (only !== undefined) return [String(only)]
  const id = /^\^([a-z]{3}_)\[/.exec(pattern ?? '')?.[1]
  if (id) return [`${id}…`]
  return [...new Set((anyOf ?? oneOf ?? []).flatMap(valuesOf))]
}

function limitsOf(schema: JsonSchema, { characters, items }: Words): string | null {
  const { minLength, maxLength, minItems, maxItems, minimum, maximum } = schema
  if (schema.format || (schema.pattern && /^\^[a-z]{3}_/.test(schema.pattern))) return null
  const size =
    range(minimum, maximum) ??
    // That a text is not empty needs no word.
    withUnit(range(minLength === 1 && maxLength === undefined ? undefined : minLength, maxLength), characters)
  return size ?? withUnit(range(minItems, maxItems), items)
}

const withUnit = (size: string | null, unit: string) => (size === null ? null : `${size} ${unit}`)

function range(from: number | undefined, to: number | undefined): string | null {
  const isFrom = from !== undefined && from > Number.MIN_SAFE_INTEGER
  const isTo = to !== undefined && to < Number.MAX_SAFE_INTEGER
  if (isFrom && isTo) return from === to ? `${from}` : `${from}–${to}`
  if (isTo) return `≤ ${to}`
  return isFrom && from !== 0 ? `≥ ${from}` : null
}
