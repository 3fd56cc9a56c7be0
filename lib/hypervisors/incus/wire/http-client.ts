import type { Readable } from 'node:stream'
import type WebSocket from 'ws'
import { z } from 'zod'
import { CircuitBreaker } from '~/lib/kernel/concurrency/circuit-breaker'
import { watchCircuit } from '~/lib/kernel/metrics/circuits'
import { addToSpan, inChildSpan } from '~/lib/kernel/tracing/tracer'
import { DriverError, deadlineError } from '../../port/driver-error'
import { openPools, wasNotSent } from '../storage/pools'
import { certificateError, type IncusAddress, type MemberPlace } from './address'
import { requestError } from './error-map'
import { pathTemplate } from './path-template'
import { readBounded } from './read-bounded'
import { openWebSocket } from './web-socket'

const envelopeSchema = z.object({
  type: z.enum(['sync', 'async', 'error']),
  operation: z.string().nullish(),
  error_code: z.number().nullish(),
  error: z.string().nullish(),
  metadata: z.unknown(),
})

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type RequestOptions = {
  signal: AbortSignal
  json?: unknown
  bytes?: string
  headers?: Record<string, string>
  timeoutMs?: number
  /** Longest answer that is read; by default one of any use of Incus. */
  answerBytesMax?: number
}
/** A response in Incus' envelope. `failure` is set when its type is `error`; nothing is thrown for it. */
export type Answer = {
  metadata: unknown
  operation: string | null
  etag: string | null
  failure: { status: number; text: string } | null
}

export type UploadOptions = { signal: AbortSignal; headers: Record<string, string> }

export type IncusHttp = {
  /** Throws when there is no response in Incus' envelope; returns an error inside the envelope. */
  send(method: Method, path: string, options: RequestOptions): Promise<Answer>
  /** Throws for every error. */
  request(method: Method, path: string, options: RequestOptions): Promise<Answer>
  /** For a body without envelope (logs, files). */
  text(path: string, options: RequestOptions): Promise<string>
  /** Streams a body of any size. The stream fails when `signal` fires. */
  download(path: string, options: { signal: AbortSignal }): Promise<Readable>
  /** Throws for every error. Streams the body; Incus answers when it has received all. */
  upload(path: string, body: Readable, options: UploadOptions): Promise<Answer>
  /** Its addresses; empty for a socket. */
  places: readonly MemberPlace[]
  /** An open WebSocket, paused until it is resumed. */
  socket(path: string, options: { signal: AbortSignal }): Promise<WebSocket>
  close(): Promise<void>
}

export type HttpOptions = IncusAddress & {
  now: () => Date
  requestTimeoutMs: number
  failureLimit: number
  circuitOpenMs: number
  /** The name of this hypervisor in metrics; absent: not counted. */
  service?: string | undefined
}

/** Longest pause within a streamed body. */
const idleMs = 60_000

/** An HTTP client for one Incus, by unix socket or HTTPS; each request has its own time-out. */
export function openIncusHttp(options: HttpOptions): IncusHttp {
  const pools = openPools(options)
  const { failureLimit: failures, circuitOpenMs: pauseMs } = options
  const circuit = new CircuitBreaker({ failures, pauseMs }, () => options.now().getTime())
  const unwatch = options.service ? watchCircuit(options.service, circuit) : () => undefined

  /** @throws DriverError `hypervisor_unreachable` at once while the circuit is open */
  function enter(): void {
    if (circuit.allows()) return
    throw new DriverError('hypervisor_unreachable', {
      rawText: 'not called: it did not answer the last calls',
      params: { circuit: 'open' },
    })
  }

  function exchange(method: Method, path: string, request: RequestOptions) {
    return inRequestSpan(method, path, async () => {
      const answer = await exchangeOnce(method, path, request)
      addToSpan({ 'http.response.status_code': answer.status })
      return answer
    })
  }

  async function exchangeOnce(method: Method, path: string, request: RequestOptions) {
    if (request.signal.aborted) throw deadlineError(request.signal)
    enter()
    const own = AbortSignal.timeout(request.timeoutMs ?? options.requestTimeoutMs)
    try {
      const response = await pools.request({
        method,
        path,
        signal: AbortSignal.any([request.signal, own]),
        headers: {
          ...(request.json === undefined ? {} : { 'content-type': 'application/json' }),
          ...request.headers,
        },
        body: request.json === undefined ? (request.bytes ?? null) : JSON.stringify(request.json),
      })
      const body = await readBounded(response.body, request.answerBytesMax)
      const retryAfter = one(response.headers['retry-after'])
      if ([429, 502, 503, 504].includes(response.statusCode) && !body.startsWith('{')) {
        throw requestError(response.statusCode, body.trim() || `HTTP ${response.statusCode}`, retryAfter)
      }
      // A cluster without a leader still answers, with a well-formed error of unavailability.
      if ([502, 503, 504].includes(response.statusCode)) circuit.failedOnce()
      else circuit.succeeded()
      return { status: response.statusCode, body, etag: one(response.headers.etag), retryAfter }
    } catch (error) {
      // The caller gave up, which is no evidence about the hypervisor.
      if (request.signal.aborted || own.aborted) pools.suspect()
      if (request.signal.aborted) throw deadlineError(request.signal)
      const failure = own.aborted ? deadlineError(own) : transportError(error)
      if (failure.code === 'timeout' || failure.code === 'hypervisor_unreachable') circuit.failedOnce()
      throw failure
    }
  }

  async function send(method: Method, path: string, request: RequestOptions): Promise<Answer> {
    return toAnswer(await exchange(method, path, request))
  }

  function toAnswer({ status, body, etag, retryAfter }: Awaited<ReturnType<typeof exchange>>): Answer {
    const parsed = envelopeSchema.safeParse(parseJson(body))
    if (!parsed.success) {
      if (status >= 400) throw requestError(status, body.trim() || `HTTP ${status}`, retryAfter)
      throw new DriverError('bad_answer', { rawText: body.slice(0, 200) })
    }
    const { type, error_code, error, operation, metadata } = parsed.data
    const failure =
      type === 'error' || status >= 400
        ? { status: error_code || status, text: error || `HTTP ${status}` }
        : null
    if (failure && [429, 502, 503, 504].includes(status)) throw requestError(status, failure.text, retryAfter)
    // A member that forwards a request adds the project, and callers append a path.
    return { metadata, operation: operation?.split('?')[0] || null, etag, failure }
  }

  return {
    send,
    async download(path, { signal }) {
      if (signal.aborted) throw deadlineError(signal)
      enter()
      const whole = { method: 'GET', path, signal, headersTimeout: 0, bodyTimeout: idleMs } as const
      const answer = await inRequestSpan('GET', path, () => pools.request(whole)).catch((error: unknown) => {
        throw signal.aborted ? deadlineError(signal) : transportError(error)
      })
      circuit.succeeded()
      // The reader receives the error; without a reader there is no one to receive it, and an unhandled `error` event
      // would crash.
      answer.body.on('error', () => undefined)
      if (answer.statusCode < 400) return answer.body
      throw requestError(answer.statusCode, (await readBounded(answer.body)).trim())
    },
    async upload(path, body, { signal, headers }) {
      if (signal.aborted) throw deadlineError(signal)
      enter()
      try {
        const whole = { method: 'POST', path, signal, headers, body, headersTimeout: 0 } as const
        const response = await inRequestSpan('POST', path, () => pools.requestOnce(whole))
        circuit.succeeded()
        const text = await readBounded(response.body)
        const retryAfter = one(response.headers['retry-after'])
        const answer = toAnswer({ status: response.statusCode, body: text, etag: null, retryAfter })
        if (answer.failure) throw requestError(answer.failure.status, answer.failure.text)
        return answer
      } catch (error) {
        throw signal.aborted ? deadlineError(signal) : transportError(error)
      } finally {
        body.destroy()
      }
    },
    async request(method, path, request) {
      const answer = await send(method, path, request)
      if (answer.failure) throw requestError(answer.failure.status, answer.failure.text)
      return answer
    },
    async text(path, request) {
      const { status, body } = await exchange('GET', path, request)
      if (status >= 400) throw requestError(status, body.trim() || `HTTP ${status}`)
      return body
    },
    socket: (path, { signal }) =>
      openWebSocket(pools.address(), path, signal).catch((error: unknown) => {
        pools.suspect()
        throw signal.aborted ? deadlineError(signal) : transportError(error)
      }),
    places: pools.places,
    close() {
      unwatch()
      return pools.destroy()
    },
  }
}

/** The span of a request; names of objects are not part of its name, of which there are some dozens. */
function inRequestSpan<T>(method: Method, path: string, run: () => Promise<T>): Promise<T> {
  const attributes = { 'http.request.method': method }
  return inChildSpan(`incus ${method} ${pathTemplate(path)}`, { kind: 'client', attributes }, run)
}

/** Returns the error for a failure below HTTP: connection refused, connection cut, or a response that is not HTTP. */
function transportError(error: unknown): DriverError {
  if (error instanceof DriverError) return error
  const { code, message } = error as { code?: string; message?: string }
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT') return certificateError(error)
  const rawText = message || code || String(error)
  return new DriverError(wasNotSent(error) ? 'hypervisor_unreachable' : 'bad_answer', {
    rawText,
    cause: error,
  })
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function one(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null
}
