import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { count, observe, secondsSince } from '~/lib/kernel/metrics/recorder'
import type { Scope } from '~/lib/kernel/request-scope'
import type { Span } from '~/lib/kernel/tracing/tracer'
import { hopHeader, isOwnHop } from '../proxy/client-address'
import { isEventStream } from './event-stream'
import type { RouteNames } from './route-names'
import { traceRequest } from './trace-request'

export const requestIdHeader = 'x-request-id'
/** What a proxy may give: a UUID, an id of its own, or a trace id. */
const wellFormed = /^[A-Za-z0-9_-]{8,64}$/

/**
 * Begins the scope and the span of a request, and counts its answer. The request gets its id here: the one of the
 * trusted reverse proxy or of the site's own hop, otherwise a new one. The answer carries it.
 */
export function observeRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { trustedProxies, names }: { trustedProxies: number; names: RouteNames },
): { scope: Scope; span: Span | null } {
  const { headers } = request
  const isHop = isOwnHop(new Headers({ [hopHeader]: String(headers[hopHeader] ?? '') }))
  const given = headers[requestIdHeader]
  const isGivenKept = trustedProxies > 0 || isHop
  const isKept = isGivenKept && typeof given === 'string' && wellFormed.test(given)
  const requestId = isKept ? given : randomUUID()
  headers[requestIdHeader] = requestId
  response.setHeader(requestIdHeader, requestId)

  const route = names.routeOf((request.url ?? '').split('?')[0] ?? '')
  const actionId = headers['next-action']
  // The request that the site forwards to itself is part of the first one.
  if (!isHop) countWhenEnded(response, route)
  const action = typeof actionId === 'string' ? names.actionOf(actionId) : undefined
  return {
    scope: { requestId, route, ...(action === undefined ? {} : { action }) },
    span: traceRequest(request, response, { route, action, requestId, isGivenKept }),
  }
}

function countWhenEnded(response: ServerResponse, route: string): void {
  const startedAt = performance.now()
  response.once('close', () => {
    // A caller that went away before the answer is counted like one that got it: nothing failed here.
    count('httpRequests', { route, status: `${Math.floor(response.statusCode / 100)}xx` })
    if (isEventStream(response)) return
    const seconds = secondsSince(startedAt)
    observe('httpSeconds', { route }, seconds)
    observe('httpDuration', {}, seconds)
  })
}
