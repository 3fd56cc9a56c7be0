import 'server-only'
import type { z } from 'zod'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { memberContext } from './context'
import { parse, refuseForeignOrigin } from './define-action'
import { answerJson, answerRefusal } from './define-route'
import { currentSurface, type WebSurface } from './surface'

type Content = { content: AsyncIterable<Uint8Array> }

/**
 * The only way to write a route to which our own pages send a file: right surface, same origin, a member's session,
 * strict schema over the query; the file is the body as it is, read by the use case once it knows who sends it.
 */
export function defineUploadRoute<S extends z.ZodType<Record<string, unknown>>, T>(
  definition: { surface: WebSurface; schema: S },
  run: (ctx: OpContext, input: z.output<S> & Content) => Promise<T>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (definition.surface !== currentSurface()) return answerJson({ code: 'not_found' }, 404)
    try {
      await refuseForeignOrigin()
      const { organisationId, ...rest } = Object.fromEntries(new URL(request.url).searchParams)
      const ctx = await memberContext(organisationId ?? '')
      const input = parse(definition.schema, rest)
      return answerJson(await run(ctx, { ...input, content: request.body ?? nothing() }), 200)
    } catch (error) {
      if (error instanceof DomainError) return answerRefusal(error)
      throw error
    }
  }
}

async function* nothing(): AsyncIterable<Uint8Array> {}
