import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { findFreePort } from '~/db/embedded/free-port'
import { haproxyIsInstalled, startHaproxy } from './testing/start-haproxy'

const hasHaproxy = haproxyIsInstalled()
if (!hasHaproxy) console.warn('the sample of a proxy is not run: haproxy is not installed')

/** A portal of one version: its pages name it, and it has the files of its version alone. */
async function startPortal(version: string) {
  let isReady = true
  const server = createServer((received, response) => {
    const { url = '' } = received
    response.setHeader('x-request-id', received.headers['x-request-id'] ?? '')
    if (url === '/api/live') response.writeHead(200).end()
    else if (url === '/api/ready') response.writeHead(isReady ? 200 : 503).end()
    else if (url === '/api/live/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', connection: 'close' })
      response.write('data: first\n\n')
    } else if (!url.startsWith('/_next/static/'))
      response.end(`${version} ${received.headers['x-forwarded-for']}`)
    else response.writeHead(url === `/_next/static/${version}.js` ? 200 : 404).end(version)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    address: `127.0.0.1:${port}`,
    setReady: (ready: boolean) => {
      isReady = ready
    },
    stop: async () => {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
    start: async () => {
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
  }
}

describe.runIf(hasHaproxy)('deploy/haproxy.cfg', () => {
  let portals: Awaited<ReturnType<typeof startPortal>>[]
  let proxy: ReturnType<typeof startHaproxy>
  let url: string
  const get = async (where: string, headers = {}) => {
    const response = await fetch(`${url}${where}`, { headers })
    return { status: response.status, text: await response.text() }
  }

  /** On a connection of its own; `fetch` keeps connections and sets the host itself. */
  const statusAt = async (where: string, { method, host }: { method?: string; host?: string }) => {
    const headers = host === undefined ? {} : { host }
    const sent = request(`${url}${where}`, { method, headers, agent: false }).end()
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    answer.resume()
    return answer.statusCode
  }

  beforeAll(async () => {
    portals = [await startPortal('old'), await startPortal('new')]
    const [first = '', second = ''] = portals.map(({ address }) => address)
    proxy = startHaproxy(await findFreePort(), [first, second], { checkedEvery: '200ms' })
    url = proxy.url
    const status = () =>
      get('/').then(
        (answer) => answer.status,
        () => 0,
      )
    await vi.waitUntil(async () => (await status()) === 200)
  })
  afterAll(async () => {
    await proxy.stop()
    for (const portal of portals) await portal.stop()
  })

  test('gives each page the files of its version, whichever portal gets the request first', async () => {
    for (let turn = 0; turn < 10; turn += 1)
      for (const version of ['old', 'old', 'new'])
        expect(await get(`/_next/static/${version}.js`)).toEqual({ status: 200, text: version })
    expect((await get('/_next/static/of-no-version.js')).status).toBe(404)
  })

  test('replaces the address that a client claims', async () => {
    const { text } = await get('/', { 'x-forwarded-for': '198.51.100.7' })
    expect(text).toMatch(/ 127\.0\.0\.1$/)
  })

  test('gives each request an id, in place of one that a client claims', async () => {
    const idOf = async () => {
      const response = await fetch(`${url}/`, { headers: { 'x-request-id': 'of-another-customer' } })
      return response.headers.get('x-request-id')
    }
    const ids = [await idOf(), await idOf()]
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(new Set(ids).size).toBe(2)
  })

  test.each(['/api/live', '/api/ready', '/metrics', '/api/live/', '/api/%6cive'])(
    'keeps %s inside',
    async (where) => {
      expect((await get(where)).status).toBe(404)
    },
  )

  test('passes on /api/health, by which availability is measured, and the paths under /api/live', async () => {
    for (const where of ['/api/health', '/api/live/news']) expect((await get(where)).status).toBe(200)
  })

  test('passes events on as they are sent', async () => {
    const sent = request(`${url}/api/live/stream`, { headers: { 'accept-encoding': 'gzip' } }).end()
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    expect(String((await once(answer, 'data'))[0])).toBe('data: first\n\n')
    sent.destroy()
  })

  test('keeps a silent connection longer than a site waits between two comments', () => {
    const seconds = [
      ...readFileSync('deploy/haproxy.cfg', 'utf8').matchAll(/timeout (?:client|server) (\d+)s/g),
    ]
    const [, beatMs = ''] = /beatMs = ([\d_]+)/.exec(readFileSync('lib/live/follow-changes.ts', 'utf8')) ?? []
    expect(seconds).toHaveLength(2)
    for (const [, each] of seconds)
      expect(Number(each) * 1_000).toBeGreaterThan(2 * Number(beatMs.replace('_', '')))
  })

  test('sends no page to a portal that is not ready', async () => {
    portals[0]?.setReady(false)
    const versions = async () => {
      const texts = await Promise.all(
        Array.from({ length: 8 }, async () => (await get('/')).text.split(' ')[0]),
      )
      return [...new Set(texts)]
    }
    await expect.poll(versions).toEqual(['new'])
    portals[0]?.setReady(true)
    await expect.poll(async () => (await versions()).sort()).toEqual(['new', 'old'])
  })

  test('a portal that accepts no connection any more, and is not checked again yet, fails no request', async () => {
    const [first] = portals
    await first?.stop()
    const methods = ['GET', 'POST'].flatMap((method) => Array.from({ length: 10 }, () => method))
    // A kept connection whose portal has just closed its side is closed too: the request may have arrived.
    const statuses = await Promise.all(methods.map((method) => statusAt('/', { method })))
    expect(statuses).toEqual(methods.map(() => 200))
    await first?.start()
    await expect.poll(async () => (await get('/_next/static/old.js')).status).toBe(200)
  })

  test('shows the status page with its files while no portal is ready', async () => {
    for (const portal of portals) portal.setReady(false)
    await expect.poll(async () => (await get('/')).status).toBe(503)
    for (const where of ['/etat', '/etat/atom.xml', '/_next/static/old.js', '/_next/static/new.js'])
      expect([where, (await get(where)).status]).toEqual([where, 200])
    expect(await statusAt('/', { host: 'status.cloud.example' })).toBe(200)
    expect(await statusAt('/', { host: 'Status.Cloud.Example:443' })).toBe(200)
    expect((await get('/etats')).status).toBe(503)
    for (const portal of portals) portal.setReady(true)
    await expect.poll(async () => (await get('/')).status).toBe(200)
  })
})
