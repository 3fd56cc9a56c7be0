import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isDatabaseLost } from '~/db/connections/lost-database'
import { callOncePerKey, requestHash, runExclusive } from '~/lib/idempotency'
import { requireInToken, resolveToken } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { isId } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import { count, observe, secondsSince } from '~/lib/kernel/metrics/recorder'
import { callerAddress } from '~/lib/kernel/net/caller-address'
import { callerKeyOf } from '~/lib/kernel/net/caller-network'
import type { OpContext } from '~/lib/kernel/op-context'
import { parseInput } from '~/lib/kernel/parse-input'
import { addToScope, inScope } from '~/lib/kernel/request-scope'
import type { Answer, FileBody, Operation } from '../define-operation'
import { followOperation } from '../operations/begun'
import { entityTag, namesTag } from './conditional'
import { type Room, requestLimits, requestsPerMinute } from './limits'
import { internalProblem, problemOf } from './problem'
import { readBearer, readFile, readJson, readKey, readQuery, readWait } from './read-request'
import { routeTable } from './route-table'
import { localeOf } from './texts'

export type DispatchOptions = {
  operations: readonly Operation[]
  /** The document, as it is served at `/v1/openapi.json`. */
  document: string
  trustedProxies: number
  now: () => Date
  perMinute?: number
}

type Body = string | Uint8Array | AsyncIterable<Uint8Array | string>
type Reply = { status: number; headers: Record<string, string>; body: Body }

/** Requests without a good token, by address and minute: guessing and misconfigured programs cost no look-up. */
const failuresPerMinute = 120

/** The function that answers every request of the API. */
export function dispatcher(options: DispatchOptions) {
  const find = routeTable(options.operations)
  const byId = new Map(options.operations.map((each) => [each.id, each]))
  const limitToken = requestLimits(options.perMinute ?? requestsPerMinute, () => options.now().getTime())
  const limitFailures = requestLimits(failuresPerMinute, () => options.now().getTime())

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = performance.now()
    const requestId = randomUUID()
    const scope = { requestId, route: 'unknown' }
    const reply = await inScope(scope, () => answer(request, response, requestId))
    const { route, body, status, headers } = reply
    response.writeHead(status, {
      ...headers,
      'x-request-id': requestId,
      'cache-control': headers['cache-control'] ?? 'private, no-store',
      'x-content-type-options': 'nosniff',
      ...(isWhole(body) && { 'content-length': String(Buffer.byteLength(body)) }),
    })
    if (request.method === 'HEAD' || status === 304) response.end()
    else if (isWhole(body)) response.end(body)
    else await stream(body, response)
    count('httpRequests', { route, status: `${Math.floor(status / 100)}xx` })
    observe('httpSeconds', { route }, secondsSince(startedAt))
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
  ): Promise<Reply & { route: string }> {
    const locale = localeOf(request.headers['accept-language'])
    const headers: Record<string, string> = { 'content-language': locale }
    let route = 'unknown'
    try {
      const url = new URL(request.url ?? '/', 'http://api')
      const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '')
      if (url.pathname === '/v1/openapi.json' && method === 'GET')
        return { route: 'openapi', ...publicDocument(options.document, request.headers['if-none-match']) }
      const found = find(method, url.pathname)
      if (found.outcome === 'unknown') throw new DomainError('not_found')
      if (found.outcome === 'other_method') {
        headers.allow = found.allowed.join(', ')
        throw new DomainError('method_not_allowed')
      }
      const { operation } = found
      route = operation.id
      addToScope({ route })
      const query = readQuery(url.searchParams)
      const ctx = await authenticate(request, requestId, locale)
      const room = limitToken(ctx.actor.kind === 'account' ? (ctx.actor.token?.id ?? '') : '')
      Object.assign(headers, limitHeaders(room))
      if (!room.isWithin)
        throw new DomainError('rate_limited', { params: { retryAfterSeconds: `${room.resetSeconds}` } })
      // Before the input is read: a program learns first what its token lacks.
      requireInToken(ctx, operation.permission)
      const gone = new AbortController()
      response.once('close', () => gone.abort())
      const reply = await carryOut(operation, {
        request,
        ctx,
        query,
        params: found.params,
        signal: gone.signal,
      })
      return { route, status: reply.status, body: reply.body, headers: { ...headers, ...reply.headers } }
    } catch (error) {
      return { route, ...refuse(error, { id: requestId, locale }, headers) }
    }
  }

  async function authenticate(
    request: IncomingMessage,
    requestId: string,
    locale: 'fr' | 'en',
  ): Promise<OpContext> {
    const forwardedFor = request.headers['x-forwarded-for']?.toString()
    const peer = request.socket.remoteAddress
    const ip = callerAddress({ forwardedFor, peer }, options.trustedProxies)
    const anonymous: OpContext = {
      surface: 'portal',
      actor: { kind: 'anonymous' },
      membership: null,
      requestId,
      now: options.now(),
      ip,
      locale,
    }
    try {
      const ctx = await resolveToken(anonymous, readBearer(request.headers.authorization))
      addToScope({ ...(ctx.membership && { organisationId: ctx.membership.organisationId }) })
      return ctx
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'unauthenticated')) throw error
      const room = limitFailures(callerKeyOf(ip))
      if (room.isWithin) throw error
      throw new DomainError('rate_limited', { params: { retryAfterSeconds: `${room.resetSeconds}` } })
    }
  }

  async function carryOut(operation: Operation, asked: Asked): Promise<Reply> {
    const { request, ctx } = asked
    const ifMatch = request.headers['if-match']
    if (ifMatch === undefined || !operation.readBy) return call(operation, asked)
    // Of several changes that name one tag, one is made: each reads after the one before.
    return runExclusive(`${ctx.membership?.organisationId} ${request.url}`, async () => {
      const reading = byId.get(operation.readBy ?? '')
      const current = reading && (await call(reading, { ...asked, query: {} }))
      if (!current || typeof current.body !== 'string' || !namesTag(ifMatch, entityTag(current.body)))
        throw new DomainError('precondition_failed')
      return call(operation, asked)
    })
  }

  async function call(operation: Operation, { request, ctx, query, params, signal }: Asked): Promise<Reply> {
    const isReading = operation.method === 'GET'
    const raw = isReading || operation.takesFile ? undefined : await readJson(request)
    const file = operation.takesFile ? readFile(request) : undefined
    const key = operation.method === 'POST' ? readKey(request.headers['idempotency-key']?.toString()) : null
    const input = {
      ctx,
      params: parseInput(operation.params, params),
      query: parseInput(operation.query, query),
      body: file ?? (operation.body ? parseInput(operation.body, raw ?? {}) : refuseBody(raw)),
      key: key ?? `api-${randomUUID()}`,
    }
    if (operation.files) return writeFile((await operation.run(input)).body as FileBody)
    const headers: Record<string, string> = {}
    const work = async () => shape(operation, await operation.run(input))
    let done: Shaped
    // A file is not remembered: its name may be sent again.
    if (key === null || operation.keepsKey || operation.takesFile) done = await work()
    else {
      const hash = requestHash([operation.id, params, query, raw ?? null])
      const { answer, isReplayed } = await callOncePerKey(ctx, { key, hash }, work)
      done = answer
      if (isReplayed) headers['idempotent-replayed'] = 'true'
    }
    const wait = readWait(request.headers.prefer?.toString())
    const followed = wait > 0 ? operationIn(operation, done.body) : null
    if (followed) {
      headers['preference-applied'] = `wait=${wait}`
      done = { ...done, body: await followOperation(ctx, followed, wait, signal) }
    }
    return write(operation, done, headers, request.headers['if-none-match'])
  }
}

type Asked = {
  request: IncomingMessage
  ctx: OpContext
  query: Record<string, string>
  params: Record<string, string>
  signal: AbortSignal
}
type Shaped = { body: unknown; location?: string }

/** The body as its schema describes it, and nothing more. @throws Error when the schema does not fit */
function shape(operation: Operation, { body, location }: Answer<unknown>): Shaped {
  const shaped = operation.answer ? (operation.answer.parse(body) as unknown) : null
  return { body: shaped, ...(location && { location }) }
}

/** The operation that an answer names, if it can be waited for. */
function operationIn(operation: Operation, body: unknown) {
  const isFollowed = operation.status === 202 || operation.id === 'getOperation'
  const id = isFollowed ? (body as { id?: unknown } | null)?.id : undefined
  return isId('saga', id) ? id : null
}

const isWhole = (body: Body): body is string | Uint8Array =>
  typeof body === 'string' || body instanceof Uint8Array

/** A file that breaks off ends the connection: the caller must not take a part for the whole. */
async function stream(body: AsyncIterable<Uint8Array | string>, response: ServerResponse): Promise<void> {
  try {
    await pipeline(Readable.from(body), response)
  } catch (error) {
    log.warn({ err: error }, 'a file of the API broke off')
    response.destroy()
  }
}

function writeFile({ name, mediaType, content }: FileBody): Reply {
  return {
    status: 200,
    headers: { 'content-type': mediaType, 'content-disposition': `attachment; filename="${name}"` },
    body: content,
  }
}

function write(
  operation: Operation,
  { body, location }: Shaped,
  headers: Record<string, string>,
  ifNoneMatch: string | undefined,
): Reply {
  if (operation.status === 204) return { status: 204, headers, body: '' }
  const text = JSON.stringify(body)
  const all: Record<string, string> = {
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    ...(location && { location }),
  }
  if (operation.method === 'GET' || operation.method === 'PATCH') all.etag = entityTag(text)
  if (operation.method === 'GET' && ifNoneMatch !== undefined && namesTag(ifNoneMatch, all.etag ?? ''))
    return { status: 304, headers: all, body: '' }
  return { status: operation.status, headers: all, body: text }
}

function publicDocument(document: string, ifNoneMatch: string | undefined): Reply {
  const etag = entityTag(document)
  const headers = { 'content-type': 'application/json; charset=utf-8', etag, 'cache-control': 'no-cache' }
  return ifNoneMatch !== undefined && namesTag(ifNoneMatch, etag)
    ? { status: 304, headers, body: '' }
    : { status: 200, headers, body: document }
}

function refuse(
  thrown: unknown,
  request: { id: string; locale: 'fr' | 'en' },
  headers: Record<string, string>,
): Reply {
  const error = isDatabaseLost(thrown) ? new DomainError('unavailable', { cause: thrown }) : thrown
  const isRefusal = error instanceof DomainError
  if (!isRefusal) log.error({ err: error }, 'a request of the API failed')
  const body = isRefusal ? problemOf(error, request) : internalProblem(request)
  const retryAfter =
    body.params?.retryAfterSeconds ?? (body.status === 503 || body.code === 'conflict' ? '1' : undefined)
  return {
    status: body.status,
    body: JSON.stringify(body),
    headers: {
      ...headers,
      'content-type': 'application/problem+json; charset=utf-8',
      ...(body.status === 401 && { 'www-authenticate': 'Bearer realm="andromede"' }),
      ...(retryAfter && { 'retry-after': retryAfter }),
      // What is left of a body that was too long is not read.
      ...(body.status === 413 && { connection: 'close' }),
    },
  }
}

/** An operation without a body takes none, or an empty object. @throws DomainError `invalid_input` */
function refuseBody(raw: unknown): undefined {
  const isEmpty =
    raw === undefined || (typeof raw === 'object' && raw !== null && Object.keys(raw).length === 0)
  if (!isEmpty) throw new DomainError('invalid_input', { params: { reason: 'unrecognized_keys' } })
}

const limitHeaders = ({ remaining, resetSeconds }: Room) => ({
  'ratelimit-policy': `"token";q=${requestsPerMinute};w=60`,
  ratelimit: `"token";r=${remaining};t=${resetSeconds}`,
})
