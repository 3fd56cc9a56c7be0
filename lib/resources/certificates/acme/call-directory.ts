import { AsyncLocalStorage } from 'node:async_hooks'
import { request } from 'node:https'
import { rootCertificates } from 'node:tls'
import { z } from 'zod'
import { systemNow } from '~/lib/kernel/time/clock'
import { AcmeError, failureOfProblem } from './acme-error'
import { acme } from './acme-library'

/** What calls of one client may reach, and what the last answer said. */
type Conversation = {
  origin: string
  authorities: string | null
  timeoutMs: number
  last: { status: number; problem: Problem | null; retryAfterSeconds: number } | null
}

const problem = z.object({ type: z.string().default(''), detail: z.string().default('') })
export type Problem = z.output<typeof problem>

const answerBytesMax = 1024 * 1024
const conversations = new AsyncLocalStorage<Conversation>()

type Adapter = Extract<NonNullable<typeof acme.axios.defaults.adapter>, (...values: never[]) => unknown>

/**
 * Sends each request of the library: over https, to the origin of the directory alone, even when its answers contain
 * other addresses. Follows no redirect; limits time and size. The library's own retries are switched off: the worker decides.
 */
const adapter: Adapter = async (config) => {
  const conversation = conversations.getStore()
  const url = new URL(config.url ?? '')
  if (!conversation || url.origin !== conversation.origin)
    throw new AcmeError('rejected', `an address outside the directory: ${url.host}`)
  const answer = await send(url, conversation, {
    method: (config.method ?? 'get').toUpperCase(),
    headers: config.headers.toJSON(),
    body: typeof config.data === 'string' ? config.data : '',
  }).catch((error: unknown) => {
    throw new AcmeError('unreachable', messageOf(error), { cause: error })
  })
  conversation.last = {
    status: answer.status,
    problem: answer.status >= 400 ? readProblem(answer.text) : null,
    retryAfterSeconds: readRetryAfter(answer.headers['retry-after']),
  }
  return { data: answer.text, status: answer.status, statusText: '', headers: answer.headers, config }
}

acme.axios.defaults.adapter = adapter
Object.assign(acme.axios.defaults, { acmeSettings: { retryMaxAttempts: 0, retryDefaultDelay: 1 } })

/** Runs calls of the library against one directory. @throws AcmeError */
export async function converse<T>(
  { directoryUrl, ...how }: { directoryUrl: string; authorities: string | null; timeoutMs: number },
  run: () => Promise<T>,
): Promise<{ value: T; retryAfterSeconds: number }> {
  const conversation: Conversation = { origin: new URL(directoryUrl).origin, ...how, last: null }
  try {
    const value = await conversations.run(conversation, run)
    return { value, retryAfterSeconds: conversation.last?.retryAfterSeconds ?? 0 }
  } catch (error) {
    throw error instanceof AcmeError ? error : failureOf(error, conversation.last)
  }
}

/** The library's errors have a text only. */
function failureOf(error: unknown, last: Conversation['last']): AcmeError {
  const { status = 0, problem: found = null, retryAfterSeconds = 0 } = last ?? {}
  const text = found?.detail || messageOf(error)
  const more = { retryAfterSeconds, cause: error }
  if (status === 429) return new AcmeError('rate_limited', text, more)
  if (status >= 500) return new AcmeError('unreachable', text, more)
  if (status === 404) return new AcmeError('order_gone', text, more)
  return new AcmeError(found ? failureOfProblem(found.type) : 'rejected', text, more)
}

type Sent = { method: string; headers: Record<string, unknown>; body: string }
type Received = { status: number; text: string; headers: Record<string, string> }

function send(
  url: URL,
  { authorities, timeoutMs }: Pick<Conversation, 'authorities' | 'timeoutMs'>,
  { method, headers, body }: Sent,
): Promise<Received> {
  return new Promise((done, fail) => {
    const call = request(
      url,
      {
        method,
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        ...(authorities && { ca: [...rootCertificates, authorities] }),
      },
      (answer) => {
        const chunks: Buffer[] = []
        let bytes = 0
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes > answerBytesMax) call.destroy(new Error('the answer is too large'))
          else chunks.push(chunk)
        })
        answer.on('error', fail)
        answer.on('end', () =>
          done({
            status: answer.statusCode ?? 0,
            text: Buffer.concat(chunks).toString('utf8'),
            headers: Object.fromEntries(
              Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
            ),
          }),
        )
      },
    )
    call.on('error', fail)
    call.end(body)
  })
}

function readProblem(text: string): Problem | null {
  try {
    return problem.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** Seconds, or a date; 0 without either. */
function readRetryAfter(text: string | undefined): number {
  if (!text) return 0
  if (/^\d{1,9}$/.test(text)) return Number(text)
  const at = Date.parse(text)
  return Number.isNaN(at) ? 0 : Math.max(0, Math.ceil((at - systemNow().getTime()) / 1_000))
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 300)
