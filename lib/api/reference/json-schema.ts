/** What the reference reads of a JSON Schema of the document. */
export type JsonSchema = {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  items?: JsonSchema
  properties?: Record<string, JsonSchema>
  required?: string[]
  description?: string
  default?: unknown
  pattern?: string
  format?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
}

export type Parameter = {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema: JsonSchema
}
type Content = Record<string, { schema: JsonSchema }>
export type DocumentEntry = {
  operationId: string
  parameters?: Parameter[]
  requestBody?: { content: Content }
  responses: Record<string, { content?: Content }>
}
export type ApiDocument = {
  paths: Record<string, Record<string, DocumentEntry>>
  components: { schemas: Record<string, JsonSchema> }
}
export type Schemas = ApiDocument['components']['schemas']

export const nameOfReference = (schema: JsonSchema) => schema.$ref?.split('/').at(-1)

/** The schema itself where it is a reference; what is given next to the reference wins. Pure. */
export function resolved(schema: JsonSchema, schemas: Schemas): JsonSchema {
  const name = nameOfReference(schema)
  if (name === undefined) return schema
  const { $ref: _, ...own } = schema
  return { ...schemas[name], ...own }
}

/** The schema without the choice of null, and whether it had one. Pure. */
export function withoutNull(schema: JsonSchema): { schema: JsonSchema; isNullable: boolean } {
  if (Array.isArray(schema.type)) {
    const [type, ...others] = schema.type.filter((each) => each !== 'null')
    const one = others.length === 0 ? type : undefined
    return {
      schema: { ...schema, ...(one ? { type: one } : {}) },
      isNullable: schema.type.includes('null'),
    }
  }
  const { anyOf, ...rest } = schema
  const choices = anyOf?.filter(({ type }) => type !== 'null')
  if (!anyOf || !choices || choices.length === anyOf.length) return { schema, isNullable: false }
  const [only, ...others] = choices
  return {
    schema: only && others.length === 0 ? { ...only, ...rest } : { ...rest, anyOf: choices },
    isNullable: true,
  }
}
