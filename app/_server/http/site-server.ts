import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { callerKeyOf } from '~/lib/kernel/net/caller-network'
import { inScope } from '~/lib/kernel/request-scope'
import { underSpan } from '~/lib/kernel/tracing/tracer'
import { clientAddress, isOwnHop, peerAddressHeader } from '../proxy/client-address'
import { cacheControlAt, securityHeaders } from '../proxy/response-headers'
import { isPublicFile, isStaticPath } from '../proxy/surface-paths'
import type { WebSurface } from '../surface'
import { type BodyLimits, standardBodyLimits, watchBodies } from './bodies-in-flight'
import { planBody } from './body-plan'
import { observeRequest } from './observe-request'
import type { RouteNames } from './route-names'
import { type LookupLimits, limitLookups, standardLookupLimits } from './session-lookups'

export type SiteServerOptions = {
  surface: WebSurface
  /** The public URL of the site: only its origin may post. */
  siteUrl: URL
  /** Reverse proxies in front of us report the caller's address and the id of a request. */
  trustedProxies: number
  sessionCookieName: string
  /** Whether the request's cookies contain a live session. */
  isSignedIn(cookies: string): Promise<boolean>
  /** Routes and actions by their names in logs and metrics. */
  names: RouteNames
  handle(request: IncomingMessage, response: ServerResponse): void
  limits?: BodyLimits
  lookupLimits?: LookupLimits
}

/** A rejected caller gets the response before the connection closes, even while still sending. */
const lingerMs = 1_000
/** Bytes of a rejected body that are read and discarded; more would cost more than it helps. */
const discardedBytesMax = 256 * 1024

/**
 * The HTTP server of a site. It rejects what it can from the head of a request, at once and without reading the
 * body, and limits the accepted bodies: the framework keeps each of them in memory.
 */
export function createSiteServer(options: SiteServerOptions): Server {
  const { siteUrl } = options
  const bodies = watchBodies(options.limits ?? standardBodyLimits)
  const lookUp = limitLookups(options.isSignedIn, options.lookupLimits ?? standardLookupLimits)
  const isSecure = siteUrl.protocol === 'https:'
  // The framework's own responses, such as redirects, carry these too; pages set their own policy.
  const headers = Object.entries(
    securityHeaders("default-src 'none'; frame-ancestors 'none'; base-uri 'none'", isSecure),
  )

  const server = createServer((request, response) => {
    const { scope, span } = observeRequest(request, response, options)
    return underSpan(span, () => inScope(scope, () => answer(request, response)))
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pathname = (request.url ?? '').split('?')[0] ?? ''
    for (const [name, value] of headers) response.setHeader(name, value)
    if (!isStaticPath(pathname) && !isPublicFile(pathname))
      response.setHeader('cache-control', cacheControlAt(pathname))
    const status = malformed(request) ?? (await bodyRefusal(request, response, pathname))
    if (status === null) options.handle(request, response)
    else refuse(request, response, status)
  }
  // Longer than a reverse proxy keeps idle connections, so that it never writes to a closed one.
  server.keepAliveTimeout = 65_000
  server.headersTimeout = 20_000
  server.requestTimeout = 330_000
  server.once('close', bodies.stop)
  // No other protocol is served, and a socket that is handed over has no time limit.
  server.on('upgrade', (_request, socket) => socket.destroy())
  return server

  async function bodyRefusal(
    request: IncomingMessage,
    response: ServerResponse,
    pathname: string,
  ): Promise<number | null> {
    const given = headersOf(request)
    const plan = planBody({
      surface: options.surface,
      method: request.method ?? '',
      pathname,
      headers: given,
      expectedOrigin: siteUrl.origin,
      isOwnHop: isOwnHop(given),
      hasSessionCookie: cookieOf(request, options.sessionCookieName) !== null,
    })
    if (plan.kind === 'none') return null
    if (plan.kind === 'refuse') return plan.status
    const { trustedProxies } = options
    const caller = callerKeyOf(clientAddress(given, { isPeerKnown: true, trustedProxies }))
    if (plan.needsSession) {
      const isKnown = await lookUp(caller, request.headers.cookie ?? '', () => request.destroyed)
      if (isKnown !== true) return isKnown === null ? 429 : 401
    }
    const cut = () => (response.headersSent ? request.destroy() : refuse(request, response, 408))
    return bodies.admit(request, { caller, ...plan }, cut) ? null : 429
  }
}

/** Requests that no browser or reverse proxy sends: two hosts, or an absolute URL in place of a path. */
function malformed({ url, rawHeaders }: IncomingMessage): number | null {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
  return hosts.length > 1 || !url?.startsWith('/') ? 400 : null
}

/** Responds with `status` at once and closes the connection shortly after. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, {
    connection: 'close',
    'content-length': 0,
    ...(status === 405 && { allow: 'GET, HEAD, POST' }),
    ...(status === 429 && { 'retry-after': '5' }),
  })
  response.flushHeaders()
  const end = () => response.end()
  const timer = setTimeout(end, lingerMs)
  request.once('end', end).once('close', () => clearTimeout(timer))
  if (Number(request.headers['content-length'] ?? 0) <= discardedBytesMax) request.resume()
}

function headersOf({ headers, socket }: IncomingMessage): Headers {
  const given = new Headers()
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) given.set(name, Array.isArray(value) ? value.join(', ') : value)
  given.set(peerAddressHeader, socket.remoteAddress ?? '')
  return given
}

function cookieOf({ headers }: IncomingMessage, name: string): string | null {
  const found = (headers.cookie ?? '').split(';').find((each) => each.trim().startsWith(`${name}=`))
  return found?.slice(found.indexOf('=') + 1).trim() || null
}
