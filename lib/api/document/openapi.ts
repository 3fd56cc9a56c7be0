import { z } from 'zod'
import type { Operation } from '../define-operation'
import { problem } from '../http/problem'
import { webhooksOf } from './webhooks'

type Json = Record<string, unknown>

/** Codes that every operation can answer with. */
const commonStatuses = [
  '400',
  '401',
  '403',
  '404',
  '409',
  '413',
  '415',
  '422',
  '429',
  '500',
  '503',
  '507',
] as const

/**
 * The OpenAPI 3.1 document of these operations. Schemas with an id are components. Bodies of requests refuse unknown
 * fields; answers may grow, so clients ignore what they do not know. Pure.
 */
export function openApiDocument(operations: readonly Operation[]): Json {
  const components: Record<string, Json> = {}
  const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => toSchema(schema, io, components)
  const paths: Record<string, Json> = {}
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: entryOf(operation, schemaOf),
    }
  }
  schemaOf(problem, 'output')
  const webhooks = webhooksOf(schemaOf)
  return {
    openapi: '3.1.1',
    info: {
      title: 'Andromède',
      version: '1.0.0',
      description:
        'The portal for programs. The organisation follows from the token. Fields may be added to answers and values to enumerations: clients ignore what they do not know.',
    },
    servers: [{ url: '/', description: 'This installation' }],
    security: [{ token: [] }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    webhooks,
    components: {
      responses: {
        Refused: {
          description: 'Refused',
          content: {
            'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          },
        },
      },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'andr_pat_…' } },
      schemas: Object.fromEntries(Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  }
}

type SchemaOf = (schema: z.ZodType, io: 'input' | 'output') => Json

function entryOf(operation: Operation, schemaOf: SchemaOf): Json {
  const parameters = [
    ...parametersOf('path', operation.params, schemaOf),
    ...parametersOf('query', operation.query, schemaOf),
    ...headersOf(operation),
  ]
  const success: Json = { description: operation.status === 204 ? 'Done' : operation.summary }
  if (operation.answer)
    success.content = { 'application/json': { schema: schemaOf(operation.answer, 'output') } }
  if (operation.files)
    success.content = Object.fromEntries(
      operation.files.map((type) => [
        type,
        { schema: type === 'application/json' ? {} : { type: 'string', contentMediaType: type } },
      ]),
    )
  const statuses = operation.readBy ? [...commonStatuses, '412'] : commonStatuses
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...descriptionOf(operation),
    'x-permission': operation.permission,
    'x-asks-proof': operation.asksProof,
    ...(parameters.length > 0 && { parameters }),
    ...(operation.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(operation.body, 'input') } },
      },
    }),
    ...(operation.takesFile && {
      requestBody: { required: true, content: { 'application/octet-stream': { schema: {} } } },
    }),
    responses: {
      [operation.status]: success,
      ...Object.fromEntries(statuses.map((status) => [status, { $ref: '#/components/responses/Refused' }])),
    },
  }
}

const proofText =
  'The token may have to be one that can do what asks people for a confirmed identity; otherwise 403 with the reason `token_may_not_destroy`.'

function descriptionOf({ description, asksProof }: Operation): Json {
  const parts = [description, asksProof && proofText].filter(Boolean)
  return parts.length > 0 ? { description: parts.join(' ') } : {}
}

function parametersOf(place: 'path' | 'query', shape: z.ZodObject, schemaOf: SchemaOf): Json[] {
  return Object.entries(shape.shape as Record<string, z.ZodType>).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || !schema.safeParse(undefined).success,
    schema: schemaOf(schema, 'input'),
  }))
}

function headersOf({ method, readBy, status, id }: Operation): Json[] {
  const text = { type: 'string' }
  const header = (name: string, description: string) => ({ name, in: 'header', description, schema: text })
  return [
    ...(method === 'POST'
      ? [header('Idempotency-Key', '16 to 64 letters, digits, - or _; the answer is kept for 24 hours.')]
      : []),
    ...(readBy ? [header('If-Match', 'Entity tag of the resource as it was read.')] : []),
    ...(status === 202 || id === 'getOperation'
      ? [header('Prefer', '`wait=30` waits at most that many seconds for the end of the operation.')]
      : []),
  ]
}

/** The JSON Schema of a zod schema; its named parts go to the components. */
function toSchema(schema: z.ZodType, io: 'input' | 'output', components: Record<string, Json>): Json {
  const whole = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    // What only code checks is text for a client.
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (io === 'output') delete jsonSchema.additionalProperties
    },
  }) as Json
  const { $schema: _, $defs = {}, ...rest } = whole as Json & { $defs?: Record<string, Json> }
  for (const [name, part] of Object.entries($defs)) components[name] = pointed(withoutId(part)) as Json
  const own = typeof rest.id === 'string' ? rest.id : undefined
  if (own) {
    components[own] = pointed(withoutId(rest)) as Json
    return { $ref: `#/components/schemas/${own}` }
  }
  return pointed(rest) as Json
}

const withoutId = ({ id: _, $id: __, ...rest }: Json): Json => rest

/** References lead to the components of the document. */
function pointed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === '$ref' && typeof each === 'string'
        ? each.replace('#/$defs/', '#/components/schemas/')
        : pointed(each),
    ]),
  )
}
