import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TraceHere, traceHere } from '~/lib/kernel/tracing/testing/trace-here'
import { currentTraceparent, inChildSpan } from '~/lib/kernel/tracing/tracer'
import { hopHeader, ownHopSecret } from '../proxy/client-address'
import { routeNames } from './route-names'
import { createSiteServer, type SiteServerOptions } from './site-server'

const given = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
let here: TraceHere
beforeEach(async () => {
  here = await traceHere()
  return () => here.stop()
})
const undo: (() => void)[] = []
afterEach(() => {
  for (const step of undo.splice(0)) step()
})

/** Requests `path` of a site; returns what the application saw as the request's trace. */
async function request(
  path: string,
  headers: Record<string, string> = {},
  options: Partial<SiteServerOptions> = {},
) {
  let seen: { header: unknown; current: string | undefined } | undefined
  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    seen = { header: incoming.headers.traceparent, current: currentTraceparent() }
    await inChildSpan('page', {}, async () => undefined)
    response.writeHead(path === '/broken' ? 500 : 200).end()
  }
  const server = createSiteServer({
    surface: 'portal',
    siteUrl: new URL('http://site.test'),
    trustedProxies: 0,
    sessionCookieName: 'andromede-portal',
    names: routeNames(['/o/[org]', '/broken', '/api/ready'], new Map()),
    isSignedIn: async () => false,
    handle,
    ...options,
  })
  undo.push(() => server.close().closeAllConnections())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers })
  await response.text()
  return { seen, requestId: response.headers.get('x-request-id') }
}

test('a request is one span, named by its route, with what the application does below it', async () => {
  const { seen, requestId } = await request('/o/org_1?token=secret')
  const [span, page] = await here.sent()
  expect(span).toMatchObject({
    name: 'GET /o/[org]',
    parentSpanId: null,
    attributes: {
      'http.request.method': 'GET',
      'http.route': '/o/[org]',
      'http.response.status_code': 200,
      'andromede.request_id': requestId,
    },
  })
  expect(page).toMatchObject({ name: 'page', parentSpanId: span?.spanId })
  expect(seen).toEqual({ header: seen?.current, current: `00-${span?.traceId}-${span?.spanId}-01` })
  expect(JSON.stringify(here.spans)).not.toMatch(/org_1|secret/)
})

test('an answer of the class 500 is a failure', async () => {
  await request('/broken')
  expect(await here.sent()).toMatchObject([{ isFailed: true, attributes: { 'error.type': '500' } }, {}])
})

test('a client chooses neither the trace nor whether it is recorded', async () => {
  await request('/o/org_1', { traceparent: given, tracestate: 'x=1' })
  const [span] = await here.sent()
  expect(span?.parentSpanId).toBeNull()
  expect(span?.traceId).not.toBe('a'.repeat(32))
})

test.each([
  ['of a trusted reverse proxy', { trustedProxies: 1 }, {}],
  ['of the site itself', {}, { [hopHeader]: ownHopSecret() }],
])('a trace %s goes on', async (_, options, headers) => {
  await request('/o/org_1', { traceparent: given, ...headers }, options)
  const [span] = await here.sent()
  expect(span).toMatchObject({ traceId: 'a'.repeat(32), parentSpanId: 'b'.repeat(16) })
})

test('probes and files are not traced, and pass on no trace of a client', async () => {
  expect((await request('/api/ready', { traceparent: given })).seen).toEqual({
    header: undefined,
    current: undefined,
  })
  await request('/_next/static/chunk.js')
  expect(await here.sent()).toEqual([])
})
