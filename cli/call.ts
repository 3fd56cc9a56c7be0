import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Failure, type Problem, problemFailure } from './failure'
import type { Profile } from './profiles'

export type Sent = {
  method: string
  /** Below the address of the profile, such as `/v1/instances`. */
  path: string
  query?: Record<string, string>
  body?: unknown
  file?: Uint8Array
  /** Seconds that the API may hold the answer until an operation ends. */
  wait?: number
}
export type Received = { status: number; headers: Headers; body: unknown; bytes: Uint8Array }
export type Call = (sent: Sent) => Promise<Received>

const attempts = 4
const limitMs = 60_000
const retriedStatuses = new Set([429, 503])

/**
 * Calls the API. Every request can be repeated: a POST has one key for all its attempts. Refusals become failures.
 */
export function caller({ url, token }: Profile, env: Readonly<Record<string, string | undefined>>): Call {
  const locale = /^fr/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'fr' : 'en'
  return async (sent) => {
    const address = new URL(`${url}${sent.path}`)
    for (const [name, value] of Object.entries(sent.query ?? {})) address.searchParams.set(name, value)
    const request: RequestInit = {
      method: sent.method,
      redirect: 'error',
      headers: {
        authorization: `Bearer ${token}`,
        'accept-language': locale,
        'user-agent': 'andromede-cli',
        ...(sent.method === 'POST' && { 'idempotency-key': randomUUID() }),
        ...(sent.body !== undefined && { 'content-type': 'application/json' }),
        ...(sent.file && { 'content-type': 'application/octet-stream' }),
        ...(sent.wait && { prefer: `wait=${sent.wait}` }),
      },
      ...(sent.body !== undefined && { body: JSON.stringify(sent.body) }),
      ...(sent.file && { body: sent.file as BodyInit }),
    }
    const response = await answered(address, request)
    const bytes = new Uint8Array(await response.arrayBuffer())
    const isJson = /^application\/(problem\+)?json/.test(response.headers.get('content-type') ?? '')
    const body = isJson && bytes.length > 0 ? JSON.parse(new TextDecoder().decode(bytes)) : null
    if (!response.ok) throw problemFailure((body as Problem | null) ?? { status: response.status })
    return { status: response.status, headers: response.headers, body, bytes }
  }
}

/** The answer after errors of the network and limits, which are tried again. */
async function answered(address: URL, request: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt === attempts
    try {
      const response = await fetch(address, { ...request, signal: AbortSignal.timeout(limitMs) })
      if (isLast || !retriedStatuses.has(response.status)) return response
      await response.body?.cancel()
      await pause(1_000 * Math.min(30, Number(response.headers.get('retry-after')) || attempt))
    } catch (error) {
      if (isLast) throw new Failure(1, `${address.origin} does not answer: ${reasonOf(error)}`)
      await pause(250 * 2 ** attempt)
    }
  }
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } }
  return cause?.code ?? cause?.message ?? message
}
