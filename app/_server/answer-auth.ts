import 'server-only'
import NextAuth from 'next-auth'
import type { SignInOutcome } from '~/lib/identity'
import { DomainError, httpStatusByCode } from '~/lib/kernel/errors'
import { authOptions, type SeenOutcome } from './auth-options'
import { deviceCookie } from './session-cookie'

/** The parts of next-auth in use; its own pages, provider list and log endpoint are not served. */
const served: Record<string, readonly string[]> = {
  GET: ['csrf', 'session'],
  POST: ['callback/credentials', 'signout'],
}

/**
 * Answer a request of the sign-in protocol. A failed sign-in gets its outcome and a fitting status (401, 429 with
 * `Retry-After`), a malformed one 400; nothing redirects.
 */
export async function answerAuth(request: Request, params: { nextauth: string[] }): Promise<Response> {
  const action = params.nextauth.join('/')
  if (!served[request.method]?.includes(action)) return json({ code: 'not_found' }, 404)
  const seen: SeenOutcome = { current: null, error: null }
  try {
    const response: Response = await NextAuth(
      request as never,
      { params: Promise.resolve(params) } as never,
      authOptions(seen),
    )
    if (action !== 'callback/credentials') return withoutStore(response)
    if (seen.error) throw seen.error
    return seen.current ? signInAnswer(seen.current, response) : json({ code: 'bad_origin' }, 403)
  } catch (error) {
    if (error instanceof SyntaxError) return json({ code: 'invalid_input' }, 400)
    if (error instanceof DomainError)
      return json({ code: error.code, field: error.field }, httpStatusByCode[error.code])
    throw error
  }
}

function signInAnswer(outcome: SignInOutcome, response: Response): Response {
  switch (outcome.outcome) {
    case 'signed_in': {
      const { outcome: name, needsEnrolment } = outcome
      const answer = json({ outcome: name, needsEnrolment }, 200)
      for (const cookie of response.headers.getSetCookie()) answer.headers.append('set-cookie', cookie)
      answer.headers.append('set-cookie', deviceCookie(outcome.deviceToken))
      return answer
    }
    case 'rate_limited': {
      const answer = json(outcome, 429)
      answer.headers.set('retry-after', String(outcome.retryAfterSeconds))
      return answer
    }
    case 'second_factor_required':
      return json(outcome, 200)
    default:
      return json(outcome, 401)
  }
}

function withoutStore(response: Response): Response {
  response.headers.set('cache-control', 'private, no-store')
  return response
}

function json(body: unknown, status: number): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'private, no-store' } })
}
