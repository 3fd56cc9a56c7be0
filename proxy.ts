import { type NextRequest, NextResponse } from 'next/server'
import {
  clientAddress,
  isOwnHop,
  ownHopSecret,
  peerAddressInstalled,
} from './app/_server/proxy/client-address'
import { actionRefusal, refusalStatus } from './app/_server/proxy/refusals'
import { requestHeaders } from './app/_server/proxy/request-headers'
import {
  cacheControlAt,
  contentSecurityPolicy,
  newNonce,
  policyAt,
  securityHeaders,
} from './app/_server/proxy/response-headers'
import { atStatusHost, statusHostHeader } from './app/_server/proxy/status-host'
import { isPublicFile, isStaticPath } from './app/_server/proxy/surface-paths'
import { readVariable } from './lib/kernel/configuration/read'
import { readTrustedProxies } from './lib/kernel/net/caller-address'
import { currentScope } from './lib/kernel/request-scope'

/**
 * Rejects requests that no page needs, sets headers, and decides no permissions: session and use case check every
 * request that passes.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const site = siteUrl()
  const isSecure = site.protocol === 'https:'
  const policy = contentSecurityPolicy(newNonce(), isSecure, gatewayOrigin())
  const { pathname, search } = request.nextUrl
  // Given by the site's own server; `next dev` has none.
  const requestId = currentScope()?.requestId ?? crypto.randomUUID()

  const answer = (response: NextResponse): NextResponse => {
    for (const [name, value] of Object.entries(securityHeaders(policyAt(pathname, policy), isSecure)))
      response.headers.set(name, value)
    response.headers.set('x-request-id', requestId)
    if (!isStaticPath(pathname) && !isPublicFile(pathname))
      response.headers.set('cache-control', cacheControlAt(pathname))
    return response
  }

  const surface = readVariable('SURFACE')
  // Fail closed: a process without a known surface serves neither site.
  if (surface !== 'portal' && surface !== 'operator') return answer(new NextResponse(null, { status: 503 }))
  const { method, headers } = request
  const own = atStatusHost({
    host: headers.get('host'),
    statusHost: surface === 'portal' ? readVariable('STATUS_HOST') : undefined,
    method,
    pathname,
  })
  if (own === 'refuse')
    return answer(new NextResponse(null, { status: 405, headers: { allow: 'GET, HEAD' } }))
  if (own === 'elsewhere') return answer(NextResponse.redirect(onSite(site, pathname, search)))
  const status =
    refusalStatus({
      surface,
      method,
      pathname,
      headers,
      expectedOrigin: site.origin,
      isOwnHop: isOwnHop(headers),
    }) ?? (await actionRefusal(request, surface))
  if (status !== null) return answer(new NextResponse(null, { status, headers: refusalHeaders(status) }))
  if (surface === 'operator' && pathname === '/')
    return answer(NextResponse.redirect(new URL('/operator', site)))

  const clientIp = clientAddress(request.headers, {
    isPeerKnown: peerAddressInstalled in globalThis,
    trustedProxies: readTrustedProxies(),
  })
  const forwarded = requestHeaders(request.headers, {
    site,
    requestId,
    clientIp,
    hopSecret: ownHopSecret(),
    requestedPath: `${pathname}${search}`,
    policy,
  })
  if (own !== null) forwarded.set(statusHostHeader, '1')
  if (own === 'show_page') {
    const page = new URL('/etat', request.nextUrl)
    return answer(NextResponse.rewrite(page, { request: { headers: forwarded } }))
  }
  return answer(NextResponse.next({ request: { headers: forwarded } }))
}

function siteUrl(): URL {
  const url = readVariable('NEXTAUTH_URL')
  if (!url) throw new Error('NEXTAUTH_URL must be set')
  return new URL(url)
}

/** Console pages connect to it from any page of the customers' site that was opened first in the tab. */
function gatewayOrigin(): string {
  const url = readVariable('CONSOLE_URL')
  return readVariable('SURFACE') === 'portal' && url ? new URL(url).origin.replace(/^http/, 'ws') : ''
}

/** Read as a relative URL, a path that begins with two slashes would name a host. */
function onSite(site: URL, pathname: string, search: string): URL {
  const url = new URL(site)
  url.pathname = pathname
  url.search = search
  return url
}

function refusalHeaders(status: number): Record<string, string> {
  return status === 405 ? { allow: 'GET, HEAD, POST' } : {}
}
