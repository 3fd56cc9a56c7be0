import { NextRequest } from 'next/server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { peerAddressInstalled } from './app/_server/proxy/client-address'
import { proxy } from './proxy'

const site = 'https://portal.test'
const post = { method: 'POST', path: '/compte/securite' }
const sameOrigin = {
  origin: site,
  'sec-fetch-site': 'same-origin',
  'next-action': 'abc',
  'content-type': 'text/plain;charset=UTF-8',
}

beforeEach(() => {
  vi.stubEnv('SURFACE', 'portal')
  vi.stubEnv('NEXTAUTH_URL', site)
})
afterEach(() => {
  vi.unstubAllEnvs()
  Reflect.deleteProperty(globalThis, peerAddressInstalled)
})

type Sent = { body?: string; method?: string; path?: string; headers?: Record<string, string | undefined> }

async function send({ method = 'GET', path = '/', headers = {}, body }: Sent) {
  const given = Object.entries(headers).filter((each): each is [string, string] => each[1] !== undefined)
  return proxy(
    new NextRequest(new URL(path, 'http://127.0.0.1:3130'), {
      method,
      headers: new Headers(given),
      ...(method === 'POST' && { body: body ?? '[{}]' }),
    }),
  )
}
/** The headers that the application would see. */
const passedOn = (response: Response, name: string) => response.headers.get(`x-middleware-request-${name}`)
const isPassed = (response: Response) => response.headers.get('x-middleware-next') === '1'

describe('mutations come from our own pages (T24)', () => {
  const origins = [
    site,
    'https://evil.test',
    'null',
    undefined,
    'http://portal.test',
    'https://portal.test.evil.test',
  ]
  const sites = ['same-origin', 'same-site', 'cross-site', 'none', undefined]
  const spoofs: Record<string, string>[] = [
    {},
    { host: 'evil.test' },
    { 'x-forwarded-host': 'evil.test' },
    { host: 'evil.test', 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'http' },
  ]
  const bodies = [
    { 'next-action': 'abc', 'content-type': 'text/plain;charset=UTF-8' },
    { 'next-action': 'abc', 'content-type': 'multipart/form-data; boundary=x' },
    { 'next-action': 'abc', 'content-type': 'application/x-www-form-urlencoded' },
  ]
  const cases = origins.flatMap((origin) =>
    sites.flatMap((fetchSite) =>
      spoofs.flatMap((spoof) => bodies.map((body) => ({ origin, fetchSite, spoof, body }))),
    ),
  )

  test('only a same-origin request passes, regardless of Host; others get 403', async () => {
    expect(cases).toHaveLength(360)
    const statuses = await Promise.all(
      cases.map(async ({ origin, fetchSite, spoof, body }) => {
        const response = await send({
          ...post,
          headers: { ...spoof, ...body, origin, 'sec-fetch-site': fetchSite },
        })
        const status = isPassed(response) ? 'passed' : String(response.status)
        return [`${origin} ${fetchSite}`, body['content-type'].split(';')[0], status] as const
      }),
    )
    const ours = [`${site} same-origin`, `${site} undefined`, 'undefined same-origin']
    for (const [from, type, status] of statuses) {
      // Actions of our pages are sent as text; forms and files are rejected by type.
      const expected = !ours.includes(from) ? '403' : type === 'text/plain' ? 'passed' : '415'
      expect([from, type, status]).toEqual([from, type, expected])
    }
    expect(statuses.filter(([, , status]) => status === 'passed')).toHaveLength(ours.length * spoofs.length)
  })

  test.each(['/api/auth/callback/credentials', '/api/auth/signout'])('%s likewise', async (path) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await send({ method: 'POST', path, headers })).status).toBe(403)
    expect((await send({ method: 'POST', path, headers: { ...headers, origin: 'null' } })).status).toBe(403)
    expect(isPassed(await send({ method: 'POST', path, headers: { ...headers, origin: site } }))).toBe(true)
  })
})

describe('methods and sizes', () => {
  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s gets 405', async (method) => {
    const response = await send({ method, path: '/connexion', headers: sameOrigin })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
  })

  test.each(['/connexion', '/api/health', '/api/live/stock', '/_next/static/a.js', '/icon.svg'])(
    'a form posted to %s gets 405',
    async (path) => {
      const headers = { ...sameOrigin, 'next-action': undefined }
      expect((await send({ method: 'POST', path, headers })).status).toBe(405)
    },
  )

  test.each([
    [{ 'content-length': String(256 * 1024) }, null],
    [{ 'content-length': String(256 * 1024 + 1) }, 413],
    [{ 'content-length': '-1' }, 400],
    [{ 'content-length': '1e3' }, 400],
    [{ 'transfer-encoding': 'chunked' }, 411],
    [{}, null],
  ])('a body described by %o gives %s', async (described, status) => {
    const response = await send({ ...post, headers: { ...sameOrigin, ...described } })
    expect(isPassed(response) ? null : response.status).toBe(status)
  })
})

describe('the path for measurements of machines', () => {
  const call = { method: 'POST', path: '/api/metering/events' }

  test('a post needs no origin, exists on the operator’s site only, and is no action', async () => {
    expect((await send(call)).status).toBe(404)
    vi.stubEnv('SURFACE', 'operator')
    expect(isPassed(await send({ ...call, headers: { 'content-length': '2000000' } }))).toBe(true)
    expect((await send({ ...call, headers: { 'content-length': '2000001' } })).status).toBe(413)
    expect((await send({ ...call, headers: { 'transfer-encoding': 'chunked' } })).status).toBe(411)
    expect((await send({ ...call, headers: { 'next-action': 'x' } })).status).toBe(405)
    expect((await send({ ...call, method: 'PUT' })).status).toBe(405)
    vi.unstubAllEnvs()
  })
})

describe('the path for notices of the card provider', () => {
  const call = { method: 'POST', path: '/api/card-payments/notices' }

  test('a post needs no origin, exists on the customers’ site only, is small, and is no action', async () => {
    expect(isPassed(await send({ ...call, headers: { 'content-length': '4096' } }))).toBe(true)
    expect((await send({ ...call, headers: { 'content-length': '4097' } })).status).toBe(413)
    expect((await send({ ...call, headers: { 'transfer-encoding': 'chunked' } })).status).toBe(411)
    expect((await send({ ...call, headers: { 'next-action': 'x' } })).status).toBe(405)
    expect((await send({ ...call, method: 'PUT' })).status).toBe(405)
    vi.stubEnv('SURFACE', 'operator')
    expect((await send(call)).status).toBe(404)
    vi.unstubAllEnvs()
  })
})

describe('paths for uploads', () => {
  const bytesMax = 10 * 1024 * 1024
  const ofCustomers = ['/api/purchase-order-documents', '/api/ticket-attachments']
  const ofStaff = '/api/live/operator/ticket-attachments'
  const { 'next-action': action, ...from } = sameOrigin
  const file = { ...from, 'content-type': 'application/octet-stream' }
  test.each([
    [{ ...file, 'content-length': String(bytesMax) }, null],
    [{ ...file, 'content-length': String(bytesMax + 1) }, 413],
    [{ ...file, 'transfer-encoding': 'chunked' }, 411],
    [{ ...file, 'content-type': 'text/plain' }, 415],
    [{ ...file, origin: 'https://evil.test' }, 403],
    [{ ...file, origin: undefined, 'sec-fetch-site': undefined }, 403],
    [{ ...file, 'next-action': action }, 405],
  ])('a post with %o: %s', async (headers, status) => {
    const answer = async (path: string, surface: string) => {
      vi.stubEnv('SURFACE', surface)
      const response = await send({ method: 'POST', path, headers })
      return isPassed(response) ? null : response.status
    }
    for (const path of ofCustomers) expect(await answer(path, 'portal'), path).toBe(status)
    expect(await answer(ofStaff, 'operator')).toBe(status)
  })

  test('each site accepts its own uploads', async () => {
    const call = { method: 'POST', headers: { ...file, 'content-length': '1' } }
    expect((await send({ ...call, path: ofStaff })).status).toBe(404)
    vi.stubEnv('SURFACE', 'operator')
    for (const path of ofCustomers) expect((await send({ ...call, path })).status, path).toBe(404)
  })

  test('a static file accepts no post', async () => {
    for (const path of ofCustomers)
      expect((await send({ method: 'POST', path: `${path}/tka_1`, headers: file })).status).toBe(405)
  })
})

describe('the arguments of an action', () => {
  test.each([
    ['[{"code":"123456"}]', null],
    ['{{{', 400],
    ['["$F1"]', 400],
    ['[{"a":"$K1"}]', 400],
  ])('%s gives %s', async (body, status) => {
    const response = await send({ ...post, headers: sameOrigin, body })
    expect(isPassed(response) ? null : response.status).toBe(status)
  })
})

describe('each surface serves its own paths', () => {
  const portalOnly = [
    '/connexion',
    '/o/org_1',
    '/compte',
    '/offres',
    '/messages',
    '/api/live/stock',
    '/api/v1/orders',
  ]
  const operatorOnly = [
    '/operator',
    '/operator/sign-in',
    '/api/live/operator/sagas',
    '/OPERATOR',
    '/%6Fperator',
    '/.//operator',
  ]
  const both = [
    '/api/health',
    '/api/live',
    '/api/ready',
    '/api/auth/csrf',
    '/_next/static/chunk.js',
    '/icon.svg',
  ]
  const nowhere = ['/_next/image', '/_next/image?url=/a.png&w=64&q=75', '/%E0%A4%A']

  test.each([
    ['portal', [...portalOnly, ...both, '/'], [...operatorOnly, ...nowhere]],
    ['operator', [...operatorOnly, ...both], [...portalOnly, ...nowhere]],
  ])('%s', async (surface, served, refused) => {
    vi.stubEnv('SURFACE', surface)
    for (const path of served) expect([path, isPassed(await send({ path }))]).toEqual([path, true])
    for (const path of refused) expect([path, (await send({ path })).status]).toEqual([path, 404])
    for (const path of refused.slice(0, 2))
      expect([path, (await send({ path, method: 'POST', headers: sameOrigin })).status]).toEqual([path, 404])
  })

  test('the operator’s root redirects to its console, on the configured address', async () => {
    vi.stubEnv('SURFACE', 'operator')
    const response = await send({ path: '/', headers: { host: 'evil.test' } })
    expect([response.status, response.headers.get('location')]).toEqual([307, `${site}/operator`])
  })

  test('a process without a surface serves nothing', async () => {
    vi.stubEnv('SURFACE', 'both')
    expect((await send({ path: '/connexion' })).status).toBe(503)
  })
})

describe('headers', () => {
  test('internal headers are removed from external requests', async () => {
    const lies = {
      'x-request-id': 'lie',
      'x-client-ip': '203.0.113.9',
      'x-requested-path': '/lie',
      'x-nonce': 'lie',
      'content-security-policy': "script-src 'nonce-lie'",
      'x-middleware-subrequest': 'lie',
      'next-resume': '1',
      'x-andromede-peer': '203.0.113.9',
      'x-forwarded-host': 'evil.test',
    }
    const response = await send({ path: '/connexion?next=/o', headers: { ...lies, 'accept-language': 'fr' } })
    for (const [name, lie] of Object.entries(lies))
      expect([name, passedOn(response, name)]).not.toEqual([name, lie])
    expect(passedOn(response, 'x-client-ip')).toBeNull()
    expect(passedOn(response, 'host')).toBe('portal.test')
    expect(passedOn(response, 'x-forwarded-host')).toBe('portal.test')
    expect(passedOn(response, 'x-requested-path')).toBe('/connexion?next=/o')
    expect(passedOn(response, 'x-request-id')).toBe(response.headers.get('x-request-id'))
    expect(passedOn(response, 'accept-language')).toBe('fr')
  })

  test.each([
    ['the peer of the connection', {}, '198.51.100.7'],
    ['never what a client claims', { 'x-forwarded-for': '203.0.113.9' }, '198.51.100.7'],
    [
      'what a trusted proxy added last',
      { 'x-forwarded-for': '203.0.113.9, 192.0.2.4', trusted: '1' },
      '192.0.2.4',
    ],
    ['the peer when the proxy added nonsense', { 'x-forwarded-for': 'unknown', trusted: '1' }, null],
  ])('the client address is %s', async (_what, { trusted, ...sent }: Record<string, string>, expected) => {
    Object.defineProperty(globalThis, peerAddressInstalled, { value: true, configurable: true })
    if (trusted) vi.stubEnv('TRUSTED_PROXY', trusted)
    const response = await send({ headers: { ...sent, 'x-andromede-peer': '::ffff:198.51.100.7' } })
    expect(passedOn(response, 'x-client-ip')).toBe(expected)
  })

  test('an action forwarded by this process keeps its client address; the mark cannot be guessed', async () => {
    Object.defineProperty(globalThis, peerAddressInstalled, { value: true, configurable: true })
    const first = await send({ headers: { 'x-andromede-peer': '198.51.100.7' } })
    const mark = passedOn(first, 'x-andromede-hop') ?? ''
    const forwarded = { 'x-andromede-peer': '127.0.0.1', 'x-client-ip': '198.51.100.7' }
    const again = await send({ headers: { ...forwarded, 'x-andromede-hop': mark } })
    expect(passedOn(again, 'x-client-ip')).toBe('198.51.100.7')
    const streamed = { ...sameOrigin, 'transfer-encoding': 'chunked' }
    expect(isPassed(await send({ ...post, headers: { ...streamed, 'x-andromede-hop': mark } }))).toBe(true)
    expect((await send({ ...post, headers: { ...streamed, 'x-andromede-hop': 'guess' } })).status).toBe(411)
    const guessed = await send({ headers: { ...forwarded, 'x-andromede-hop': 'guess' } })
    expect(passedOn(guessed, 'x-client-ip')).toBe('127.0.0.1')
  })

  test.each([
    ['/api/ticket-attachments/tka_1', true],
    ['/api/purchase-order-documents/pod_1', true],
    ['/api/health', false],
  ])('an uploaded file has an additional policy: %s %s', async (path, isSent) => {
    const policy = (await send({ path })).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy.includes(", default-src 'none'; sandbox")).toBe(isSent)
  })

  test('every response carries the policy, refusals included, and each page has a fresh nonce', async () => {
    const answers = [
      await send({ path: '/connexion' }),
      await send({ path: '/operator' }),
      await send({ ...post }),
      await send({ path: '/icon.svg' }),
    ]
    const policies = answers.map((response) => response.headers.get('content-security-policy') ?? '')
    for (const [index, response] of answers.entries()) {
      expect(policies[index]).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/]{22}==' 'strict-dynamic';/)
      expect(policies[index]).not.toContain('unsafe')
      expect(policies[index]).toContain("frame-ancestors 'none'")
      expect(response.headers.get('strict-transport-security')).toMatch(/max-age=63072000/)
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('referrer-policy')).toBe('same-origin')
      expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    }
    expect(new Set(policies).size).toBe(answers.length)
    expect(answers[0]?.headers.get('cache-control')).toBe('private, no-store')
    expect(passedOn(answers[0] as Response, 'content-security-policy')).toBe(policies[0])
  })

  test('a stream is neither kept nor compressed on the way', async () => {
    const { headers } = await send({ path: '/api/live/stream?organisationId=org_a' })
    expect(headers.get('cache-control')).toBe('private, no-store, no-transform')
  })
})

describe('the host of the status page', () => {
  const host = { host: 'etat.test' }
  beforeEach(() => vi.stubEnv('STATUS_HOST', 'etat.test'))

  test('other paths redirect to our own site, however the path is written', async () => {
    for (const path of ['/connexion?a=b', '/.//evil.test/connexion', '/./\\evil.test', '/.///evil.test//x']) {
      const to = new URL((await send({ path, headers: host })).headers.get('location') ?? '')
      expect(to.origin).toBe(site)
    }
    const { headers } = await send({ path: '/connexion?a=b', headers: host })
    expect(headers.get('location')).toBe(`${site}/connexion?a=b`)
  })

  test('a client cannot claim to be on the status host', async () => {
    const response = await send({ path: '/etat', headers: { 'x-andromede-status-host': '1' } })
    expect(isPassed(response)).toBe(true)
    expect(passedOn(response, 'x-andromede-status-host')).toBeNull()
    const there = await send({ path: '/etat', headers: host })
    expect(passedOn(there, 'x-andromede-status-host')).toBe('1')
  })
})
