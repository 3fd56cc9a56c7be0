import 'server-only'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { anonymousContext } from './context'
import { answerJson, answerRefusal } from './define-route'
import { currentSurface, type WebSurface } from './surface'

/**
 * The only way to write a route to which machines post: right surface, the key they carry (`Authorization: Bearer …`)
 * and what they say as text; JSON answer. No cookie counts here, so nobody's browser can be made to use it, and
 * `proxy.ts` lets its posts come from anywhere.
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
      return answerJson(await run(ctx, { secret, text: await request.text() }), 200)
    } catch (error) {
      if (error instanceof DomainError) return answerRefusal(error)
      throw error
    }
  }
}
