import 'server-only'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { anonymousContext } from './context'
import { answerJson, answerRefusal } from './define-route'
import { inRouteSpan } from './in-route-span'
import { currentSurface, type WebSurface } from './surface'

/**
 * The only way to define a route for signed posts of a service: checks surface and signature header, reads the body
 * as text, responds with JSON. Cookies are ignored, and `proxy.ts` accepts these posts from every origin.
 */
export function defineSignedRoute<T>(
  definition: { surface: WebSurface; header: string },
  run: (ctx: OpContext, call: { signature: string | null; text: string }) => Promise<T>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (definition.surface !== currentSurface()) return answerJson({ code: 'not_found' }, 404)
    try {
      const signature = request.headers.get(definition.header)
      const ctx = await anonymousContext()
      return answerJson(
        await inRouteSpan(async () => run(ctx, { signature, text: await request.text() })),
        200,
      )
    } catch (error) {
      if (error instanceof DomainError) return answerRefusal(error)
      throw error
    }
  }
}
