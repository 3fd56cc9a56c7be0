import 'server-only'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { anonymousContext } from './context'
import { answerJson, answerRefusal } from './define-route'
import { inRouteSpan } from './in-route-span'
import { currentSurface, type WebSurface } from './surface'

/**
 * The only way to define a route for posts of machines: checks surface and key (`Authorization: Bearer …`), reads
 * the body as text, responds with JSON. Cookies are ignored, so browsers cannot be abused, and `proxy.ts` accepts
 * these posts from every origin.
 */
export function defineKeyedRoute<T>(
  definition: { surface: WebSurface },
  run: (ctx: OpContext, call: { secret: string; text: string }) => Promise<T>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (definition.surface !== currentSurface()) return answerJson({ code: 'not_found' }, 404)
    try {
      const [, secret] =
        /^Bearer ([\x21-\x7e]{16,200})$/.exec(request.headers.get('authorization') ?? '') ?? []
      if (!secret) throw new DomainError('unauthenticated')
      const ctx = await anonymousContext()
      return answerJson(await inRouteSpan(async () => run(ctx, { secret, text: await request.text() })), 200)
    } catch (error) {
      if (error instanceof DomainError) return answerRefusal(error)
      throw error
    }
  }
}
