import { z } from 'zod'
import { boundedText } from '~/lib/kernel/text/bounded-text'

const answerBytesMax = 1024 * 1024
const token = z.object({
  access_token: z.string().min(1).max(8_000),
  expires_in: z.coerce.number().positive(),
})

export type HttpOptions = {
  baseUrl: string
  tokenUrl: string
  clientId: string
  clientSecret: string
  timeoutMs: number
  clock: () => number
  /** Sent with every call in addition to the token. */
  headers?: Readonly<Record<string, string>>
}

export type Answer = { status: number; text: string }
export type Call = (path: string, init: RequestInit) => Promise<Answer>

/**
 * Calls a platform with a client-credentials token (RFC 6749), renewed shortly before it expires and once when it is
 * rejected. Limits time and size; follows no redirect.
 */
export function platformHttp(options: HttpOptions): Call {
  let kept: { text: string; until: number } | undefined
  const bearer = async (): Promise<string> => {
    if (kept && options.clock() < kept.until) return kept.text
    const response = await fetch(options.tokenUrl, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs),
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: options.clientId,
        client_secret: options.clientSecret,
        scope: 'openid',
      }),
    })
    if (response.status !== 200) throw new PlatformError(`no token: status ${response.status}`)
    const answer = token.parse(JSON.parse(await boundedText(response, answerBytesMax)))
    kept = { text: answer.access_token, until: options.clock() + (answer.expires_in - 30) * 1_000 }
    return kept.text
  }
  const request = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${options.baseUrl.replace(/\/$/, '')}${path}`, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs),
      headers: {
        accept: 'application/json',
        ...init.headers,
        ...options.headers,
        authorization: `Bearer ${await bearer()}`,
      },
    })
    return { status: response.status, text: await boundedText(response, answerBytesMax) }
  }
  return async (path, init) => {
    const answer = await request(path, init)
    if (answer.status !== 401) return answer
    kept = undefined
    return request(path, init)
  }
}

/** The platform's answer was invalid or missing. */
export class PlatformError extends Error {}

/**
 * The JSON body of an answer with the expected status.
 *
 * @throws PlatformError, ZodError
 */
export function readJson<S extends z.ZodType>(answer: Answer, schema: S, status = 200): z.output<S> {
  if (answer.status !== status)
    throw new PlatformError(`status ${answer.status}: ${answer.text.slice(0, 300)}`)
  return schema.parse(JSON.parse(answer.text))
}
