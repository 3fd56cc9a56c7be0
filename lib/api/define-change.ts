import { z } from 'zod'
import type { OpContext } from '~/lib/kernel/op-context'
import { type Answer, defineOperation, type Operation } from './define-operation'

type Shape = Record<string, z.ZodType>

type Definition<S extends Shape, A extends z.ZodType | null> = Pick<
  Operation,
  'id' | 'path' | 'tag' | 'summary' | 'description' | 'permission'
> & {
  /** POST by default. */
  method?: 'POST' | 'PATCH' | 'DELETE'
  asksProof?: true
  /** The schema of the use case: the fields that the path names come from there, the others from the body. */
  input: z.ZodObject<S>
  /** 204 without an answer; otherwise 200 by default. */
  answer?: A
  status?: 200 | 201 | 202
  readBy?: string
  run(
    ctx: OpContext,
    input: z.output<z.ZodObject<S>>,
  ): Promise<A extends z.ZodType ? z.input<A> | Answer<z.input<A>> : unknown>
}

/**
 * An operation whose path and body together are the input of one use case. A use case that keeps an
 * `idempotencyKey` itself gets the caller's.
 * @throws Error when the path names what the input does not have, or when the input has rules across its fields
 */
export function defineChange<S extends Shape, A extends z.ZodType | null = null>(
  definition: Definition<S, A>,
): Operation {
  const { input, method = 'POST', answer = null, status, run, ...rest } = definition
  const { idempotencyKey, ...fields } = input.shape as Shape
  const names = [...rest.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const params: Shape = {}
  for (const name of names) {
    const field = fields[name]
    if (!field) throw new Error(`${rest.id}: its input has no ${name}`)
    params[name] = field
    delete fields[name]
  }
  const hasBody = Object.keys(fields).length > 0
  if (method === 'DELETE' && hasBody) throw new Error(`${rest.id}: a DELETE takes no body`)
  return defineOperation<Shape, Record<never, never>, z.ZodType | null, z.ZodType | null>({
    ...rest,
    method,
    params,
    body: hasBody ? z.strictObject(fields) : null,
    answer,
    status: answer ? (status ?? 200) : 204,
    ...(idempotencyKey && { keepsKey: true }),
    run: ({ ctx, params: fromPath, body, key }) =>
      run(ctx, {
        ...(fromPath as object),
        ...((body ?? {}) as object),
        ...(idempotencyKey && { idempotencyKey: key }),
      } as z.output<z.ZodObject<S>>) as Promise<never>,
  })
}
