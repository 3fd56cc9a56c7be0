import { z } from 'zod'
import type { MemberPermission } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

export const tags = [
  'instances',
  'volumes',
  'copies',
  'probes',
  'operations',
  'orders',
  'quotes',
  'approvals',
  'purchase-orders',
  'catalogue',
  'ssh-keys',
  'projects',
  'networks',
  'addresses',
  'firewall',
  'balancers',
  'members',
  'budgets',
  'billing',
  'commitments',
  'service-levels',
  'incidents',
  'support',
  'events',
  'webhooks',
  'organisation',
] as const
export type Tag = (typeof tags)[number]

type Shape = Record<string, z.ZodType>

/** What one call gives to its use case. */
export type Call<P, Q, B> = {
  ctx: OpContext
  params: P
  query: Q
  body: B
  /** The caller's `Idempotency-Key`, or one drawn for this call. */
  key: string
}

/** A file that an operation answers with instead of JSON. */
export type FileBody = {
  name: string
  mediaType: string
  content: string | Uint8Array | AsyncIterable<Uint8Array | string>
}

/** What an operation answers beyond its body. */
export type Answer<T> = {
  body: T
  /** Address of what was made, or of the operation that goes on. */
  location?: string
}

export type Operation = {
  /** Unique, such as `startInstance`: clients and commands are named after it. */
  id: string
  method: Method
  /** `/v1/instances/{instanceId}`; each name in braces is one of `params`. */
  path: `/v1/${string}`
  tag: Tag
  /** One line of plain English. */
  summary: string
  description?: string
  /** What the token must permit; the use case authorises. */
  permission: MemberPermission
  /** Whether it may ask a person for a fresh proof: a token then must have been made for it. */
  asksProof: boolean
  params: z.ZodObject<Shape>
  query: z.ZodObject<Shape>
  body: z.ZodType | null
  status: 200 | 201 | 202 | 204
  /** Null for 204 and for files. */
  answer: z.ZodType | null
  /** Media types of the file that it answers with; null for JSON. */
  files: readonly string[] | null
  /** The body is a file, byte for byte, instead of JSON. */
  takesFile: boolean
  /** The operation that reads the same resource: its answer is what `If-Match` compares. */
  readBy: string | null
  /** The use case keeps one answer per key itself. */
  keepsKey: boolean
  run(call: Call<unknown, unknown, unknown>): Promise<Answer<unknown>>
}

type Definition<
  P extends Shape,
  Q extends Shape,
  B extends z.ZodType | null,
  A extends z.ZodType | null,
> = Pick<
  Operation,
  'id' | 'method' | 'path' | 'tag' | 'summary' | 'description' | 'permission' | 'status'
> & {
  asksProof?: true
  params?: P
  query?: Q
  body?: B
  answer: A
  readBy?: string
  keepsKey?: true
  run(
    call: Call<
      z.output<z.ZodObject<P>>,
      z.output<z.ZodObject<Q>>,
      B extends z.ZodType ? z.output<B> : undefined
    >,
  ): Promise<A extends z.ZodType ? z.input<A> | Answer<z.input<A>> : void>
}

/**
 * One operation of the API: its route, its document, its client and its command all follow from this. `run` calls one
 * use case and shapes its result; it decides nothing.
 */
export function defineOperation<
  P extends Shape = Record<never, never>,
  Q extends Shape = Record<never, never>,
  B extends z.ZodType | null = null,
  A extends z.ZodType | null = null,
>(definition: Definition<P, Q, B, A>): Operation {
  const { asksProof, params, query, body, readBy, keepsKey, run, ...rest } = definition
  return {
    ...rest,
    asksProof: asksProof ?? false,
    params: z.strictObject(params ?? {}),
    query: z.strictObject(query ?? {}),
    body: body ?? null,
    files: null,
    takesFile: false,
    readBy: readBy ?? null,
    keepsKey: keepsKey ?? false,
    run: async (call) => {
      const result: unknown = await run(call as never)
      return isAnswer(result) ? result : { body: result }
    },
  }
}

type Download<P extends Shape, Q extends Shape> = Pick<
  Operation,
  'id' | 'path' | 'tag' | 'summary' | 'description' | 'permission'
> & {
  params?: P
  query?: Q
  files: readonly string[]
  run(call: Call<z.output<z.ZodObject<P>>, z.output<z.ZodObject<Q>>, undefined>): Promise<FileBody>
}

/** An operation that answers with a file. */
export function defineDownload<
  P extends Shape = Record<never, never>,
  Q extends Shape = Record<never, never>,
>({ files, run, ...rest }: Download<P, Q>): Operation {
  const operation = defineOperation<P, Q>({
    ...rest,
    method: 'GET',
    status: 200,
    answer: null,
    run: (call) => run(call as never) as never,
  })
  return { ...operation, files }
}

type Upload<Q extends Shape, A extends z.ZodType> = Pick<
  Operation,
  'id' | 'path' | 'tag' | 'summary' | 'description' | 'permission'
> & {
  params?: Shape
  query: Q
  answer: A
  run(
    ctx: OpContext,
    input: z.output<z.ZodObject<Q>> & { content: AsyncIterable<Uint8Array> },
  ): Promise<z.input<A>>
}

/** An operation whose body is a file; path and query together say what it is. */
export function defineUpload<Q extends Shape, A extends z.ZodType>({
  run,
  ...rest
}: Upload<Q, A>): Operation {
  const operation = defineOperation<Shape, Q, null, A>({
    ...rest,
    method: 'POST',
    status: 201,
    run: ({ ctx, params, query, body: content }) =>
      run(ctx, { ...params, ...query, content } as never) as never,
  })
  return { ...operation, takesFile: true }
}

const located = new WeakSet<object>()

/** The answer of an operation with the address of what it made. */
export function at<T>(location: string, body: T): Answer<T> {
  const answer = { body, location }
  located.add(answer)
  return answer
}

const isAnswer = (result: unknown): result is Answer<unknown> =>
  typeof result === 'object' && result !== null && located.has(result)
