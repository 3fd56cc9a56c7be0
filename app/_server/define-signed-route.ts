import 'server-only'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { anonymousContext } from './context'
import { answerJson, answerRefusal } from './define-route'
import { currentSurface, type WebSurface } from './surface'

/**
 * The only way to write a route to which a service posts what it has signed: right surface, the signature of the header
 * named and what was said as text; JSON answer. No cookie counts here, and `proxy.ts` lets its posts come from anywhere.
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
      return answerJson(await run(ctx, { signature, text: await request.text() }), 200)
    } catch (error) {
      if (error instanceof DomainError) return answerRefusal(error)
      throw error
    }
  }
}
