import { NextRequest } from 'next/server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { peerAddressInstalled } from './app/_server/proxy/client-address'
import { proxy } from './proxy'

const site = 'https://portal.test'
const post = { method: 'POST', path: '/compte/securite' }
const sameOrigin = { origin: site, 'sec-fetch-site': 'same-origin', 'next-action': 'abc' }

beforeEach(() => {
  vi.stubEnv('SURFACE', 'portal')
  vi.stubEnv('NEXTAUTH_URL', site)
})
afterEach(() => {
  vi.unstubAllEnvs()
  Reflect.deleteProperty(globalThis, peerAddressInstalled)
})

type Sent = { method?: string; path?: string; headers?: Record<string, string | undefined> }

function send({ method = 'GET', path = '/', headers = {} }: Sent) {
  const given = Object.entries(headers).filter((each): each is [string, string] => each[1] !== undefined)
  return proxy(
    new NextRequest(new URL(path, 'http://127.0.0.1:3130'), { method, headers: new Headers(given) }),
  )
}
/** What the application would see. */
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

  test('only a same-origin request passes, whatever Host says; the rest is 403', () => {
    expect(cases).toHaveLength(360)
    const passed = cases.filter(({ origin, fetchSite, spoof, body }) => {
      const spoofed = spoof.host === 'evil.test' && origin === site ? { ...spoof } : spoof
      const headers = { ...spoofed, ...body, origin, 'sec-fetch-site': fetchSite }
      const response = send({ ...post, headers })
      if (!isPassed(response)) expect(response.status).toBe(403)
      return isPassed(response)
    })
    const combinations = new Set(passed.map(({ origin, fetchSite }) => `${origin} ${fetchSite}`))
    expect([...combinations].sort()).toEqual([
      `${site} same-origin`,
      `${site} undefined`,
      'undefined same-origin',
    ])
    expect(passed).toHaveLength(3 * spoofs.length * bodies.length)
  })

  test.each(['/api/auth/callback/credentials', '/api/auth/signout'])('%s likewise', (path) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(send({ method: 'POST', path, headers }).status).toBe(403)
    expect(send({ method: 'POST', path, headers: { ...headers, origin: 'null' } }).status).toBe(403)
    expect(isPassed(send({ method: 'POST', path, headers: { ...headers, origin: site } }))).toBe(true)
  })
})

describe('methods and sizes', () => {
  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is 405', (method) => {
    const response = send({ method, path: '/connexion', headers: sameOrigin })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
  })

  test.each(['/connexion', '/api/health', '/api/live/stock', '/_next/static/a.js', '/icon.svg'])(
    'a form posted to %s is 405',
    (path) => {
      expect(
        send({ method: 'POST', path, headers: { ...sameOrigin, 'next-action': undefined } }).status,
      ).toBe(405)
    },
  )

  test.each([
    [{ 'content-length': String(256 * 1024) }, null],
    [{ 'content-length': String(256 * 1024 + 1) }, 413],
    [{ 'content-length': '-1' }, 400],
    [{ 'content-length': '1e3' }, 400],
    [{ 'transfer-encoding': 'chunked' }, 411],
    [{}, null],
  ])('a body described by %o gives %s', (described, status) => {
    const response = send({ ...post, headers: { ...sameOrigin, ...described } })
    expect(isPassed(response) ? null : response.status).toBe(status)
  })
})

describe('each surface serves its own', () => {
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
  const both = ['/api/health', '/api/auth/csrf', '/_next/static/chunk.js', '/icon.svg']
  const nowhere = ['/_next/image', '/_next/image?url=/a.png&w=64&q=75', '/%E0%A4%A']

  test.each([
    ['portal', [...portalOnly, ...both, '/'], [...operatorOnly, ...nowhere]],
    ['operator', [...operatorOnly, ...both], [...portalOnly, ...nowhere]],
  ])('%s', (surface, served, refused) => {
    vi.stubEnv('SURFACE', surface)
    for (const path of served) expect([path, isPassed(send({ path }))]).toEqual([path, true])
    for (const path of refused) expect([path, send({ path }).status]).toEqual([path, 404])
    for (const path of refused.slice(0, 2))
      expect([path, send({ path, method: 'POST', headers: sameOrigin }).status]).toEqual([path, 404])
  })

  test('the operator’s root leads to its console, on the configured address', () => {
    vi.stubEnv('SURFACE', 'operator')
    const response = send({ path: '/', headers: { host: 'evil.test' } })
    expect([response.status, response.headers.get('location')]).toEqual([307, `${site}/operator`])
  })

  test('a process that does not know its surface serves nothing', () => {
    vi.stubEnv('SURFACE', 'both')
    expect(send({ path: '/connexion' }).status).toBe(503)
  })
})

describe('headers', () => {
  test('what only we set is dropped when it comes from outside', () => {
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
    const response = send({ path: '/connexion?next=/o', headers: { ...lies, 'accept-language': 'fr' } })
    for (const [name, lie] of Object.entries(lies))
      expect([name, passedOn(response, name)]).not.toEqual([name, lie])
    expect(passedOn(response, 'x-client-ip')).toBeNull()
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
  ])('the caller is %s', (_what, { trusted, ...sent }: Record<string, string>, expected) => {
    Object.defineProperty(globalThis, peerAddressInstalled, { value: true, configurable: true })
    if (trusted) vi.stubEnv('TRUSTED_PROXY', trusted)
    const response = send({ headers: { ...sent, 'x-andromede-peer': '::ffff:198.51.100.7' } })
    expect(passedOn(response, 'x-client-ip')).toBe(expected)
  })

  test('every answer carries the policy, refusals included, each page with a nonce of its own', () => {
    const answers = [
      send({ path: '/connexion' }),
      send({ path: '/operator' }),
      send({ ...post }),
      send({ path: '/icon.svg' }),
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
})
