import { request as httpRequest } from 'node:http'
import { expect, test } from '@playwright/test'
import { isUploadPath } from '~/app/_server/proxy/surface-paths'
import { callAction } from '../support/call-action'
import { callRoute } from '../support/call-route'
import { siteUrl, type WebSurface } from '../support/installation-facts'
import { builtActions, builtPaths } from '../support/manifests'

const surfaces = ['portal', 'operator'] as const
const other = (surface: WebSurface): WebSurface => (surface === 'portal' ? 'operator' : 'portal')
const isOperators = (path: string) => /^\/(operator|api\/live\/operator|api\/metering)(\/|$)/.test(path)
const isShared = (path: string) =>
  /^\/api\/(health|live|ready)$/.test(path) || path.startsWith('/api/auth/') || path === '/'
/** Machine endpoints, authenticated by a key or a signature. */
const isKeyed = (path: string) => ['/api/metering/events', '/api/card-payments/notices'].includes(path)
/** Upload endpoints of our own pages: other origins may not post there. */
const isUpload = isUploadPath
const filled = (path: string) => path.replace(/\[(\.\.\.)?\w+\]/g, 'x')
const addresses = (surface: WebSurface) =>
  builtPaths()
    .filter(({ path }) => isShared(path) || isOperators(path) === (surface === 'operator'))
    .map(({ path, kind }) => ({ path: filled(path), kind }))

for (const surface of surfaces) {
  test(`the ${other(surface)} does not serve the pages and routes of the ${surface}`, async () => {
    for (const { path } of addresses(surface)) {
      if (isShared(path)) continue
      for (const variant of [path, path.toUpperCase(), `/${path}`, `${path}?_rsc=1`]) {
        for (const headers of [{}, { rsc: '1' }]) {
          const answer = await callRoute(other(surface), variant, { headers })
          const folded = /^\/\/|[A-Z]/.test(variant) && answer.status === 308
          expect(folded ? 404 : answer.status, `${variant} ${JSON.stringify(headers)}`).toBe(404)
        }
      }
    }
  })

  test(`the ${other(surface)} does not run the actions of the ${surface}`, async () => {
    const answers = new Set<string>()
    const page = surface === 'operator' ? '/connexion' : '/operator/sign-in'
    for (const { name } of builtActions().filter((action) => action.surface === surface)) {
      const answer = await callAction(name, {}, { surface: other(surface), page })
      answers.add(`${answer.status} ${answer.text}`)
    }
    expect([...answers]).toEqual(['404 '])
  })

  test(`headers of every page and route of the ${surface}`, async () => {
    for (const { path, kind } of addresses(surface)) {
      const { headers, text } = await callRoute(surface, path)
      const policy = headers.get('content-security-policy') ?? ''
      const nonce = policy.match(/script-src [^;]*'nonce-([A-Za-z0-9+/=]{24})' 'strict-dynamic'/)?.[1]
      expect(nonce, path).toBeDefined()
      expect(policy, path).not.toContain('unsafe-inline')
      expect(policy, path).not.toContain('unsafe-eval')
      expect(policy, path).toContain("frame-ancestors 'none'")
      expect(headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(headers.get('x-powered-by'), path).toBeNull()
      const cacheControl = headers.get('cache-control') ?? ''
      expect(cacheControl, path).toContain('no-store')
      expect(cacheControl, path).not.toMatch(/s-maxage|public/)
      if (kind === 'page')
        for (const [script] of text.matchAll(/<script\b[^>]*>/g))
          expect(script, path).toContain(`nonce="${nonce}"`)
    }
  })

  test(`every response of the ${surface} has a new nonce`, async () => {
    const nonces = await Promise.all(
      Array.from({ length: 20 }, async () =>
        (await callRoute(surface, '/api/health')).headers.get('content-security-policy'),
      ),
    )
    expect(new Set(nonces).size).toBe(20)
  })

  test(`methods of the ${surface}: read, post an action, or sign in`, async () => {
    for (const { path } of addresses(surface)) {
      for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])
        expect(await statusOf(surface, method, path), `${method} ${path}`).toBe(405)
      if (!path.startsWith('/api/auth/'))
        expect(await statusOf(surface, 'POST', path), `POST ${path}`).toBe(
          isKeyed(path) ? 401 : isUpload(path) ? 403 : 405,
        )
      expect(await statusOf(surface, 'HEAD', path), `HEAD ${path}`).toBeLessThan(500)
    }
  })

  test(`the ${surface} has no image optimiser`, async () => {
    for (const path of [
      '/_next/image',
      '/_next/image?url=%2Ficon.svg&w=64&q=75',
      '/_next/IMAGE?url=x',
      '/_next//image',
    ])
      expect([404, 308], path).toContain((await callRoute(surface, path)).status)
  })
}

test('a build has no pages for developers', async () => {
  for (const surface of surfaces)
    expect((await callRoute(surface, '/dev/components')).status, surface).toBe(404)
})

test('browsers find the default icon', async () => {
  for (const surface of surfaces) {
    // During a navigation, neither page has declared its icon.
    const { status, headers } = await callRoute(surface, '/favicon.ico')
    expect([surface, status, headers.get('content-type')]).toEqual([surface, 200, 'image/x-icon'])
  }
})

const sites = ['same-origin', 'same-site', 'cross-site', 'none', null] as const

test('posts are accepted from our own pages only', async () => {
  const origins = [
    siteUrl('portal'),
    'https://ailleurs.example',
    siteUrl('operator'),
    'null',
    'garbage',
    null,
  ]
  for (const origin of origins) {
    for (const site of sites) {
      for (const spoofed of [{}, { host: 'ailleurs.example', 'x-forwarded-host': 'ailleurs.example' }]) {
        const sent: Record<string, string | null> = { origin, 'sec-fetch-site': site, ...spoofed }
        const isOurs =
          (origin === siteUrl('portal') && (site === null || site === 'same-origin')) ||
          (origin === null && site === 'same-origin')
        const headers = Object.fromEntries(
          Object.entries(sent).filter((pair): pair is [string, string] => pair[1] !== null),
        )
        const status = await statusOf(
          'portal',
          'POST',
          '/connexion',
          { ...headers, ...actionHeaders },
          '[{}]',
        )
        expect(status, JSON.stringify(sent)).toBe(isOurs ? 200 : 403)
      }
    }
  }
})

test('a form post cannot carry an action', async () => {
  const origin = siteUrl('portal')
  const { id } = confirmEmail()
  for (const contentType of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const body = contentType.startsWith('multipart')
      ? `--x\r\ncontent-disposition: form-data; name="$ACTION_ID_${id}"\r\n\r\n\r\n--x--\r\n`
      : `%24ACTION_ID_${id}=`
    const form = await statusOf('portal', 'POST', '/connexion', { origin, 'content-type': contentType }, body)
    expect(form, contentType).toBe(405)
    const withId = await statusOf(
      'portal',
      'POST',
      '/connexion',
      { origin, 'content-type': contentType, 'next-action': id },
      body,
    )
    expect(withId, contentType).toBe(415)
  }
})

test('a body that is too large is rejected before it is read', async () => {
  const origin = siteUrl('portal')
  const large = JSON.stringify([{ secret: 'x'.repeat(300 * 1024) }])
  expect(await statusOf('portal', 'POST', '/connexion', { origin, ...actionHeaders }, large)).toBe(413)
  expect(await statusOf('portal', 'POST', '/api/auth/callback/credentials', { origin }, large)).toBe(413)
  const chunked = { origin, ...actionHeaders, 'transfer-encoding': 'chunked' }
  expect(await statusOf('portal', 'POST', '/connexion', chunked, large)).toBe(411)
})

const confirmEmail = () => builtActions().find((action) => action.name === 'confirmEmailAction') ?? { id: '' }
const actionHeaders = {
  get 'next-action'() {
    return confirmEmail().id
  },
  'content-type': 'text/plain;charset=UTF-8',
}

/** Uses node:http, which can send what fetch forbids: TRACE, Host, no Origin. */
function statusOf(
  surface: WebSurface,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const length =
      body === undefined || headers['transfer-encoding']
        ? {}
        : { 'content-length': String(Buffer.byteLength(body)) }
    const request = httpRequest(
      `${siteUrl(surface)}${path}`,
      { method, headers: { ...headers, ...length }, agent: false },
      (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? 0))
        response.on('error', reject)
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}
