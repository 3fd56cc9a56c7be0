import { lookup as resolve } from 'node:dns/promises'
import { request } from 'node:https'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isPublicAddress } from './public-address'

export type Resolved = { address: string; family: number }
/** The response with the start of its body, or the reason for no response. */
export type PinnedAnswer = { status: number; text: string } | { error: string }
export type PinnedRequest = {
  method: 'GET' | 'POST' | 'PUT'
  /** Describe the body, including its length. */
  headers: Readonly<Record<string, string | number>>
  body: string | AsyncIterable<Uint8Array>
  withinMs: number
}

/** Name resolution and reachable addresses; tests use their own. */
export type NetworkAccess = {
  /** The addresses of a host name. */
  resolve: (host: string) => Promise<readonly Resolved[]>
  mayReach: (address: string) => boolean
  /** Certificates to trust in addition to the default ones. */
  ca?: string
}

const publicNetwork: NetworkAccess = {
  resolve: (host) => resolve(host, { all: true, verbatim: true }),
  mayReach: isPublicAddress,
}
const responseBytesMax = 65_536

/**
 * One request over https; returns the response and never throws. The name is resolved here and the connection is made
 * only to one of those addresses, so that the checked address is the one reached; all of them must be public. A
 * redirect is a response like any other and is not followed. Reads at most 64 KiB of the response.
 */
export async function sendPinned(
  url: string,
  asked: PinnedRequest,
  way: NetworkAccess = publicNetwork,
): Promise<PinnedAnswer> {
  const target = new URL(url)
  const host = target.hostname.replace(/^\[|\]$/g, '')
  const signal = AbortSignal.timeout(asked.withinMs)
  try {
    const found = await Promise.race([way.resolve(host), aborted(signal)])
    const [first] = found
    if (!first) return { error: 'no_address' }
    if (!found.every(({ address }) => way.mayReach(address))) return { error: 'private_address' }
    return await ask(target, host, first, asked, signal, way.ca)
  } catch (error) {
    return { error: signal.aborted ? 'timed_out' : reasonOf(error) }
  }
}

function ask(
  target: URL,
  host: string,
  pinned: Resolved,
  { method, headers, body }: PinnedRequest,
  signal: AbortSignal,
  ca: string | undefined,
): Promise<{ status: number; text: string }> {
  return new Promise((done, fail) => {
    const call = request(
      {
        method,
        host,
        port: target.port || 443,
        path: `${target.pathname}${target.search}`,
        servername: host,
        // A fresh connection: a kept-alive one was checked for another request.
        agent: false,
        ...(ca ? { ca } : {}),
        lookup: (_host, options, callback) =>
          options.all
            ? callback(null, [{ address: pinned.address, family: pinned.family }])
            : callback(null, pinned.address, pinned.family),
        signal,
        maxHeaderSize: 16_384,
        headers,
      },
      (answer) => {
        const chunks: Buffer[] = []
        let bytes = 0
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes > responseBytesMax) call.destroy(new Error('answer_too_large'))
          else chunks.push(chunk)
        })
        answer.on('end', () =>
          done({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        )
        answer.on('error', fail)
      },
    )
    call.on('error', fail)
    if (typeof body === 'string') call.end(body)
    // A response before the whole body was sent is final: the rest need not be sent.
    else pipeline(Readable.from(body), call).catch(fail)
  })
}

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, fail) => signal.addEventListener('abort', () => fail(signal.reason), { once: true }))

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (message === 'answer_too_large') return 'answer_too_large'
  return typeof code === 'string' && /^[A-Z_]{2,60}$/.test(code) ? code : 'connection_failed'
}
