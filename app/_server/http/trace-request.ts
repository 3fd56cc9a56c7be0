import type { IncomingMessage, ServerResponse } from 'node:http'
import { readTraceparent, writeTraceparent } from '~/lib/kernel/tracing/traceparent'
import { type Span, startSpan } from '~/lib/kernel/tracing/tracer'

/** Probes come every few seconds, and files are as many as pages: their traces would hide the others. */
const untraced = ['static', '/api/health', '/api/live', '/api/ready']
/** They last as long as their browser listens. */
const lasting = ['/api/live/stream', '/api/live/operator/stream']
const slowMs = 1_000

/**
 * Begins the span of a request, which ends with its answer; null for requests that are not traced. A customer's
 * `traceparent` is ignored: it could join the traces of others, or have all its requests recorded. The one of the
 * trusted reverse proxy or of the site's own hop is the parent.
 */
export function traceRequest(
  request: IncomingMessage,
  response: ServerResponse,
  known: { route: string; action: string | undefined; requestId: string; isGivenKept: boolean },
): Span | null {
  const { headers } = request
  const parent = known.isGivenKept ? readTraceparent(headers.traceparent) : null
  delete headers.traceparent
  delete headers.tracestate
  if (untraced.includes(known.route)) return null
  const method = request.method ?? ''
  const span = startSpan(`${method} ${known.route}`, parent, {
    kind: 'server',
    ...(!lasting.includes(known.route) && { slowMs }),
    attributes: {
      'http.request.method': method,
      'http.route': known.route,
      'andromede.request_id': known.requestId,
      ...(known.action && { 'andromede.action': known.action }),
    },
  })
  if (!span) return null
  // For the request that the site forwards to itself.
  headers.traceparent = writeTraceparent(span.position)
  response.once('close', () => {
    span.set({ 'http.response.status_code': response.statusCode })
    if (response.statusCode >= 500) span.fail(String(response.statusCode))
    span.end()
  })
  return span
}
