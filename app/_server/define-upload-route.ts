import 'server-only'
import type { z } from 'zod'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { parseInput } from '~/lib/kernel/parse-input'
import { memberContext, signedInContext } from './context'
import { refuseForeignOrigin } from './define-action'
import { answerJson, answerRefusal } from './define-route'
import { inRouteSpan } from './in-route-span'
import { refusalText } from './refusal-text'
import { currentSurface, type WebSurface } from './surface'

type Content = { content: AsyncIterable<Uint8Array> }

/**
 * The only way to define a route for file uploads of our pages: checks surface, origin and the session of a member
 * or of staff, validates the query against a strict schema; the file is the raw body, which the use case reads after
 * authorisation.
 */
export function defineUploadRoute<S extends z.ZodType<Record<string, unknown>>, T>(
  definition: { surface: WebSurface; scope: 'organisation' | 'staff'; schema: S },
  run: (ctx: OpContext, input: z.output<S> & Content) => Promise<T>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (definition.surface !== currentSurface()) return answerJson({ code: 'not_found' }, 404)
    try {
      await refuseForeignOrigin()
      const { organisationId, ...rest } = Object.fromEntries(new URL(request.url).searchParams)
      const isOfMembers = definition.scope === 'organisation'
      const ctx = isOfMembers ? await memberContext(organisationId ?? '') : await signedInContext()
      const input = parseInput(
        definition.schema,
        isOfMembers || organisationId === undefined ? rest : { organisationId, ...rest },
      )
      const content = request.body ?? nothing()
      return answerJson(await inRouteSpan(() => run(ctx, { ...input, content })), 200)
    } catch (error) {
      if (error instanceof DomainError) return answerRefusal(error, await refusalText(error))
      throw error
    }
  }
}

async function* nothing(): AsyncIterable<Uint8Array> {}
