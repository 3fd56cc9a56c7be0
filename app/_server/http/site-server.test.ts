import { once } from 'node:events'
import { request as ask } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { openRegistry } from '~/lib/kernel/metrics/open-registry'
import { currentScope } from '~/lib/kernel/request-scope'
import { hopHeader, ownHopSecret } from '../proxy/client-address'
import { routeNames } from './route-names'
import { createSiteServer, type SiteServerOptions } from './site-server'

const cookie = 'andromede-portal=good'
const servers: ReturnType<typeof createSiteServer>[] = []
const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

/**
 * A site with an application that reads the whole body, responds with its length and counts the requests that reach
 * it.
 */
async function site(options: Partial<SiteServerOptions> = {}) {
  let reached = 0
  const server = createSiteServer({
    surface: 'portal',
    siteUrl: new URL('http://site.test'),
    trustedProxies: 0,
    sessionCookieName: 'andromede-portal',
    names: routeNames(['/'], new Map()),
    isSignedIn: async (cookies) => cookies.includes('=good'),
    handle: async (request, response) => {
      reached += 1
      let bytes = 0
      try {
        for await (const chunk of request) bytes += (chunk as Buffer).length
      } catch {
        return
      }
      response.end(String(bytes))
    },
    ...options,
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { port, reached: () => reached }
}

type Head = Record<string, string>
const upload = (bytes: number, more: Head = {}): Head => ({
  host: 'site.test',
  origin: 'http://site.test',
  'content-type': 'application/octet-stream',
  'content-length': String(bytes),
  ...more,
})
const action = (bytes: number, more: Head = {}): Head => ({
  ...upload(bytes),
  'content-type': 'text/plain',
  'next-action': 'a1',
  ...more,
})

/** Sends a head and part of a body without ending it; resolves with the first line of the response. */
async function begin(port: number, path: string, head: Head, body = ''): Promise<() => Promise<string>> {
  const socket = connect(port, '127.0.0.1')
  sockets.push(socket)
  await once(socket, 'connect')
  let answer = ''
  socket.on('data', (data) => (answer += data.toString()))
  const closed = once(socket, 'close').catch(() => undefined)
  socket.on('error', () => undefined)
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`)
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
  return async () => {
    const hasAnswer = () => answer.includes('\r\n\r\n')
    while (!hasAnswer() && !socket.closed) await Promise.race([once(socket, 'data'), closed])
    return answer.split('\r\n')[0] ?? ''
  }
}

const files = '/api/ticket-attachments?organisationId=x&name=a.log'

describe('an upload that is never completed', () => {
  test('is rejected at once without a session, two hundred at a time, without reaching the application', async () => {
    const { port, reached } = await site()
    const begun = await Promise.all(
      Array.from({ length: 200 }, () => begin(port, files, upload(10_485_760), 'x'.repeat(65_536))),
    )
    const answers = await Promise.all(begun.map((answer) => answer()))
    expect(new Set(answers)).toEqual(new Set(['HTTP/1.1 401 Unauthorized']))
    expect(reached()).toBe(0)
  })

  test('is rejected at once with an invalid session cookie', async () => {
    const { port, reached } = await site()
    const answer = await begin(port, files, upload(10_485_760, { cookie: 'andromede-portal=forged' }), 'x')
    expect(await answer()).toBe('HTTP/1.1 401 Unauthorized')
    expect(reached()).toBe(0)
  })

  test('is looked up a few at a time, and rejected unread beyond that, when the cookies are forged', async () => {
    let [asked, most, lookups] = [0, 0, 0]
    let end = () => {}
    const held = new Promise<void>((resolve) => {
      end = resolve
    })
    const { port, reached } = await site({
      trustedProxies: 1,
      lookupLimits: { atOnceMax: 2, waitingMax: 4, ofCallerMax: 3 },
      isSignedIn: async () => {
        asked += 1
        lookups += 1
        most = Math.max(most, asked)
        await held
        asked -= 1
        return false
      },
    })
    const head = (address: string) =>
      upload(10_485_760, { cookie: 'andromede-portal=forged', 'x-forwarded-for': address })
    const send = (address: string, count: number) =>
      Promise.all(Array.from({ length: count }, () => begin(port, files, head(address), 'x')))
    const lines: string[] = []
    const answers: Promise<void>[] = []
    const sendAndNote = async (address: string, count: number) => {
      const sent = await send(address, count)
      answers.push(...sent.map(async (answer) => void lines.push(await answer())))
    }
    // Three of the first caller and three of the others wait for their answer; the rest is rejected meanwhile.
    await sendAndNote('198.51.100.1', 20)
    await expect.poll(() => lines.length).toBe(17)
    for (const address of ['198.51.100.2', '198.51.100.3']) await sendAndNote(address, 3)
    await expect.poll(() => lines.length).toBe(17 + 3)
    expect(new Set(lines)).toEqual(new Set(['HTTP/1.1 429 Too Many Requests']))
    end()
    await Promise.all(answers)
    expect(lines.slice(20)).toEqual(Array(6).fill('HTTP/1.1 401 Unauthorized'))
    expect([most, lookups, reached()]).toEqual([2, 6, 0])
    // The slots are free again.
    const again = await begin(port, files, head('198.51.100.1'), 'x')
    expect(await again()).toBe('HTTP/1.1 401 Unauthorized')
  })

  test('blocks no other caller: each caller has a share and must retry beyond it', async () => {
    const { port, reached } = await site()
    const first = await begin(port, files, upload(10_485_760, { cookie }), 'x')
    const second = await begin(port, files, upload(10_485_760, { cookie }), 'x')
    expect(await second()).toBe('HTTP/1.1 429 Too Many Requests')
    expect(reached()).toBe(1)
    void first
  })

  test('leaves room for small bodies of others, even with many uploading addresses', async () => {
    const { port } = await site({ trustedProxies: 1 })
    const from = (address: string) => ({ 'x-forwarded-for': address })
    // The limit is six concurrent uploads.
    const head = (index: number) => upload(8 * 1_048_576, { cookie, ...from(`198.51.100.${index}`) })
    const files2 = await Promise.all(
      Array.from({ length: 6 }, (_, index) => begin(port, files, head(index), 'x')),
    )
    expect(await files2[5]?.()).toBe('HTTP/1.1 429 Too Many Requests')
    const form = await begin(port, '/connexion', action(3, from('203.0.113.9')), 'abc')
    expect(await form()).toBe('HTTP/1.1 200 OK')
  })

  test('counts for its whole IPv6 network', async () => {
    const { port } = await site({ trustedProxies: 1 })
    const from = (host: string) => upload(10_485_760, { cookie, 'x-forwarded-for': `2001:db8::${host}` })
    await begin(port, files, from('1'), 'x')
    const second = await begin(port, files, from('2'), 'x')
    expect(await second()).toBe('HTTP/1.1 429 Too Many Requests')
  })

  test('is cut when it falls silent', async () => {
    const limits = { bytesMax: 1e9, bytesMaxOfCaller: 1e9, bytesKeptForSmall: 0, silentMs: 40, everyMs: 5 }
    const { port } = await site({ limits })
    const silent = await begin(port, '/connexion', action(1_000), 'x')
    expect(await silent()).toBe('HTTP/1.1 408 Request Timeout')
  })
})

test('a complete body arrives and frees its slot', async () => {
  const { port, reached } = await site()
  const send = (bytes: number) =>
    new Promise<string>((resolve, reject) => {
      const request = ask({ port, method: 'POST', path: files, headers: upload(bytes, { cookie }) })
      request.on('error', reject).on('response', async (response) => {
        let text = ''
        for await (const chunk of response) text += chunk
        resolve(text)
      })
      request.end(Buffer.alloc(bytes))
    })
  for (let round = 0; round < 5; round += 1) expect(await send(9_000_000)).toBe('9000000')
  expect(reached()).toBe(5)
})

test.each<[string, string, Head, string]>([
  ['a foreign origin', '/connexion', action(1_000, { origin: 'http://elsewhere.test' }), '403 Forbidden'],
  ['a method that is not served', '/api/live/price', upload(1_000), '405 Method Not Allowed'],
  ['too large a file', files, upload(20_000_000, { cookie }), '413 Payload Too Large'],
  ['too large an anonymous form', '/connexion', action(100_000), '413 Payload Too Large'],
  ['a whole address as the path', 'http://169.254.169.254/', action(1_000), '400 Bad Request'],
])('%s is answered before the body has arrived', async (_, path, head, status) => {
  const { port, reached } = await site()
  const answer = await begin(port, path, head, 'x')
  expect(await answer()).toBe(`HTTP/1.1 ${status}`)
  expect(reached()).toBe(0)
})

test('a request with two hosts is rejected, and every response carries the security headers', async () => {
  const { port } = await site({ handle: (_request, response) => void response.end() })
  const socket = connect(port, '127.0.0.1')
  sockets.push(socket)
  socket.write('GET / HTTP/1.1\r\nhost: site.test\r\nhost: other.test\r\n\r\n')
  const [data] = (await once(socket, 'data')) as [Buffer]
  expect(data.toString().split('\r\n')[0]).toBe('HTTP/1.1 400 Bad Request')
  const page = await fetch(`http://127.0.0.1:${port}/x/`)
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(page.headers.get('cache-control')).toBe('private, no-store')
})

test('an upgrade to another protocol is cut', async () => {
  const { port, reached } = await site()
  const socket = connect(port, '127.0.0.1')
  sockets.push(socket)
  socket.on('error', () => undefined)
  socket.write('GET /nope HTTP/1.1\r\nhost: site.test\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n')
  await once(socket, 'close')
  expect(reached()).toBe(0)
})

describe('the id of a request', () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

  /** Sends a request with this id; returns the id that the application saw and the one of the answer. */
  async function idOf(given: string | null, options: Partial<SiteServerOptions> = {}, more: Head = {}) {
    let seen: { header: string | string[] | undefined; scope: string | undefined } | null = null
    const { port } = await site({
      handle: (request, response) => {
        seen = { header: request.headers['x-request-id'], scope: currentScope()?.requestId }
        response.end()
      },
      ...options,
    })
    const headers = { ...more, ...(given === null ? {} : { 'x-request-id': given }) }
    const response = await fetch(`http://127.0.0.1:${port}/`, { headers })
    const answered = response.headers.get('x-request-id')
    expect(seen).toEqual({ header: answered, scope: answered })
    return answered
  }

  test('is made for a client, even for one that sends an id', async () => {
    expect(await idOf(null)).toMatch(uuid)
    expect(await idOf('of-the-client')).toMatch(uuid)
  })

  test('is that of a trusted reverse proxy when it is well-formed', async () => {
    expect(await idOf('4bf92f3577b34da6a3ce929d0e0e4736', { trustedProxies: 1 })).toBe(
      '4bf92f3577b34da6a3ce929d0e0e4736',
    )
    for (const odd of ['short', 'a b c d e f g h', 'x'.repeat(65), '{"level":50}'])
      expect(await idOf(odd, { trustedProxies: 1 })).toMatch(uuid)
  })

  test('stays the same when the site forwards a request to itself', async () => {
    expect(await idOf('id-of-the-first-request', {}, { [hopHeader]: ownHopSecret() })).toBe(
      'id-of-the-first-request',
    )
    expect(await idOf('id-of-the-first-request', {}, { [hopHeader]: 'guess' })).toMatch(uuid)
  })
})

test('answers are counted by route and class of status, and requests of the site to itself are not', async () => {
  const registry = openRegistry()
  onTestFinished(registry.close)
  const { port } = await site({ names: routeNames(['/zones'], new Map()) })
  const ask = async (path: string, headers: Head = {}) =>
    (await fetch(`http://127.0.0.1:${port}${path}`, { headers })).text()
  await ask('/zones?x=1')
  await ask('/zones')
  await ask('/zones', { [hopHeader]: ownHopSecret() })
  await ask('/secret-of-somebody')
  const read = () => registry.text()
  await expect.poll(read).toContain('andromede_http_requests_total{route="other",status="2xx"} 1')
  expect(await read()).toContain('andromede_http_requests_total{route="/zones",status="2xx"} 2')
  expect(await read()).not.toContain('secret-of-somebody')
})
