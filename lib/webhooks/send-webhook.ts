import { lookup as resolve } from 'node:dns/promises'
import { request } from 'node:https'
import { isPublicAddress } from './public-address'

export type Answer = { status: number } | { error: string }
export type Resolved = { address: string; family: number }

type Way = {
  /** What the name leads to. */
  resolve: (host: string) => Promise<readonly Resolved[]>
  mayReach: (address: string) => boolean
  /** Certificates to trust beside the usual ones. */
  ca?: string
}

const strict: Way = {
  resolve: (host) => resolve(host, { all: true, verbatim: true }),
  mayReach: isPublicAddress,
}

const answerWithinMs = 10_000
const answerBytesMax = 65_536

/**
 * Post `body` once and say what was answered; never throws. The name is resolved here and the connection made to one of
 * those addresses alone, so that what was checked is what is reached; every one of them must be public. A redirect is an
 * answer like another: it is not followed. Ten seconds, and 64 KiB of answer, are all an endpoint gets.
 */
export async function sendWebhook(
  url: string,
  message: { headers: Readonly<Record<string, string>>; body: string },
  way: Way = strict,
): Promise<Answer> {
  const target = new URL(url)
  const host = target.hostname.replace(/^\[|\]$/g, '')
  const signal = AbortSignal.timeout(answerWithinMs)
  try {
    const found = await Promise.race([way.resolve(host), aborted(signal)])
    const [first] = found
    if (!first) return { error: 'no_address' }
    if (!found.every(({ address }) => way.mayReach(address))) return { error: 'private_address' }
    return { status: await post(target, host, first, message, signal, way.ca) }
  } catch (error) {
    return { error: signal.aborted ? 'timed_out' : reasonOf(error) }
  }
}

function post(
  target: URL,
  host: string,
  pinned: Resolved,
  message: { headers: Readonly<Record<string, string>>; body: string },
  signal: AbortSignal,
  ca: string | undefined,
): Promise<number> {
  return new Promise((done, fail) => {
    const call = request(
      {
        method: 'POST',
        host,
        port: target.port || 443,
        path: `${target.pathname}${target.search}`,
        servername: host,
        // A connection of its own: one that is kept open was checked for somebody else.
        agent: false,
        ...(ca ? { ca } : {}),
        lookup: (_host, options, callback) =>
          options.all
            ? callback(null, [{ address: pinned.address, family: pinned.family }])
            : callback(null, pinned.address, pinned.family),
        signal,
        maxHeaderSize: 16_384,
        headers: {
          ...message.headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(message.body),
          'user-agent': 'Andromede-Webhooks/1',
        },
      },
      (answer) => {
        let bytes = 0
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes > answerBytesMax) call.destroy(new Error('answer_too_large'))
        })
        answer.on('end', () => done(answer.statusCode ?? 0))
        answer.on('error', fail)
      },
    )
    call.on('error', fail)
    call.end(message.body)
  })
}

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, fail) => signal.addEventListener('abort', () => fail(signal.reason), { once: true }))

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (message === 'answer_too_large') return 'answer_too_large'
  return typeof code === 'string' && /^[A-Z_]{2,60}$/.test(code) ? code : 'connection_failed'
}
