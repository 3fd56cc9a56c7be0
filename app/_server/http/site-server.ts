import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { callerKeyOf } from '~/lib/kernel/net/caller-network'
import { clientAddress, isOwnHop, peerAddressHeader } from '../proxy/client-address'
import { securityHeaders } from '../proxy/response-headers'
import { isPublicFile, isStaticPath } from '../proxy/surface-paths'
import type { WebSurface } from '../surface'
import { type BodyLimits, standardBodyLimits, watchBodies } from './bodies-in-flight'
import { planBody } from './body-plan'
import { type LookupLimits, limitLookups, standardLookupLimits } from './session-lookups'

export type SiteServerOptions = {
  surface: WebSurface
  /** Where people reach the site: its origin is the one that may post. */
  siteUrl: URL
  isProxyTrusted: boolean
  sessionCookieName: string
  /** Whether the cookies of a request hold a session that is alive. */
  isSignedIn(cookies: string): Promise<boolean>
  handle(request: IncomingMessage, response: ServerResponse): void
  limits?: BodyLimits
  lookupLimits?: LookupLimits
}

/** A refused caller has the answer before the connection is closed, also one that is still sending. */
const lingerMs = 1_000
/** Of a refused body, so much is read and thrown away; more would cost more than it helps. */
const discardedBytesMax = 256 * 1024

/**
 * The HTTP server of a site. It refuses from the head of a request what can be refused, at once and without reading the
 * body, and bounds the bodies it lets in: the framework keeps each of them in memory.
 */
export function createSiteServer(options: SiteServerOptions): Server {
  const { siteUrl } = options
  const bodies = watchBodies(options.limits ?? standardBodyLimits)
  const lookUp = limitLookups(options.isSignedIn, options.lookupLimits ?? standardLookupLimits)
  const isSecure = siteUrl.protocol === 'https:'
  // Answers that the framework gives by itself, such as redirects, carry these too; pages bring their own policy.
  const headers = Object.entries(
    securityHeaders("default-src 'none'; frame-ancestors 'none'; base-uri 'none'", isSecure),
  )

  const server = createServer(async (request, response) => {
    const pathname = (request.url ?? '').split('?')[0] ?? ''
    for (const [name, value] of headers) response.setHeader(name, value)
    if (!isStaticPath(pathname) && !isPublicFile(pathname))
      response.setHeader('cache-control', 'private, no-store')
    const status = malformed(request) ?? (await bodyRefusal(request, response, pathname))
    if (status === null) options.handle(request, response)
    else refuse(request, response, status)
  })
  // Longer than a reverse proxy keeps a connection it may use again, so that it never writes into a closed one.
  server.keepAliveTimeout = 65_000
  server.headersTimeout = 20_000
  server.requestTimeout = 330_000
  server.once('close', bodies.stop)
  // Nothing here speaks another protocol; a socket that was handed over has no time limit any more.
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
    const isProxyTrusted = options.isProxyTrusted
    const caller = callerKeyOf(clientAddress(given, { isPeerKnown: true, isProxyTrusted }))
    if (plan.needsSession) {
      const isKnown = await lookUp(caller, request.headers.cookie ?? '', () => request.destroyed)
      if (isKnown !== true) return isKnown === null ? 429 : 401
    }
    const cut = () => (response.headersSent ? request.destroy() : refuse(request, response, 408))
    return bodies.admit(request, { caller, ...plan }, cut) ? null : 429
  }
}

/** What no browser and no reverse proxy sends: two hosts, or a whole address where a path belongs. */
function malformed({ url, rawHeaders }: IncomingMessage): number | null {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
  return hosts.length > 1 || !url?.startsWith('/') ? 400 : null
}

/** Answers `status` at once and closes the connection a moment later. */
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
