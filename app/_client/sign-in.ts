import type { ActionResult } from '~/lib/kernel/action-result'

export type Credentials = { email: string; password: string; code?: string }
export type SignInAnswer = { step: 'done'; needsEnrolment: boolean } | { step: 'code' }

type Answer = {
  outcome?: string
  needsEnrolment?: boolean
  retryAfterSeconds?: number
  code?: string
  field?: string
}

/** The client of the sign-in protocol; the session is an HttpOnly cookie. */
export async function signInWithCredentials(credentials: Credentials): Promise<ActionResult<SignInAnswer>> {
  const { csrfToken } = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string }
  const response = await fetch('/api/auth/callback/credentials', {
    method: 'POST',
    body: new URLSearchParams({ ...credentials, csrfToken, json: 'true' }),
  })
  const answer = (await response.json()) as Answer
  switch (answer.outcome) {
    case 'signed_in':
      return { ok: true, data: { step: 'done', needsEnrolment: answer.needsEnrolment === true } }
    case 'second_factor_required':
      return { ok: true, data: { step: 'code' } }
    case 'second_factor_refused':
      return { ok: false, code: 'invalid_code', field: 'code' }
    case 'refused':
      return { ok: false, code: 'invalid_credentials' }
    case 'rate_limited': {
      const minutes = String(Math.ceil((answer.retryAfterSeconds ?? 60) / 60))
      return { ok: false, code: 'rate_limited', params: { reason: 'wait', minutes } }
    }
    default:
      return { ok: false, code: answer.code ?? 'unexpected', ...(answer.field && { field: answer.field }) }
  }
}
