import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testCertificate } from '../testing/certificate'
import { sendWebhook } from './send-webhook'

type Seen = { method: string | undefined; host: string | undefined; id: string | undefined; body: string }
const seen: Seen[] = []
let server: Server
let port: number

beforeAll(async () => {
  server = createServer(testCertificate, (request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const id = request.headers['webhook-id']
      seen.push({ method: request.method, host: request.headers.host, id: `${id}`, body })
      if (request.url === '/redirect')
        response.writeHead(302, { location: `https://hooks.example.com:${port}/other` })
      if (request.url === '/large') response.write(Buffer.alloc(200_000))
      response.end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
})
afterAll(() => server?.close())

const here = [{ address: '127.0.0.1', family: 4 }]
const way = {
  resolve: async () => here,
  mayReach: (_address: string): boolean => true,
  ca: testCertificate.cert,
}
const send = (path: string, more: Partial<typeof way> = {}) =>
  sendWebhook(
    `https://hooks.example.com:${port}${path}`,
    { headers: { 'webhook-id': 'msg_1' }, body: '{"a":1}' },
    { ...way, ...more },
  )

test('posts to the resolved address under the certificate’s name', async () => {
  expect(await send('/in')).toEqual({ status: 200 })
  expect(seen.at(-1)).toEqual({
    method: 'POST',
    host: `hooks.example.com:${port}`,
    id: 'msg_1',
    body: '{"a":1}',
  })
})

test('a redirect is not followed', async () => {
  const before = seen.length
  expect(await send('/redirect')).toEqual({ status: 302 })
  expect(seen).toHaveLength(before + 1)
})

test('an endless response is cut off', async () => {
  expect(await send('/large')).toEqual({ error: 'answer_too_large' })
})

test('nothing is sent when one of a name’s addresses is not public', async () => {
  const before = seen.length
  const found = [{ address: '8.8.8.8', family: 4 }, ...here]
  const mayReach = (address: string): boolean => address === '8.8.8.8'
  expect(await send('/in', { resolve: async () => found, mayReach })).toEqual({ error: 'private_address' })
  expect(await send('/in', { resolve: async () => [] })).toEqual({ error: 'no_address' })
  expect(seen).toHaveLength(before)
})

test('a name is resolved once: the checked address is the one reached', async () => {
  let asked = 0
  const rebinding = async () => {
    asked += 1
    return asked === 1 ? here : [{ address: '169.254.169.254', family: 4 }]
  }
  expect(await send('/in', { resolve: rebinding })).toEqual({ status: 200 })
  expect(asked).toBe(1)
})

test('by default it reaches nothing on this machine, under any spelling', async () => {
  const message = { headers: {}, body: '{}' }
  for (const host of ['127.0.0.1', '127.1', '2130706433', '[::1]', '[::ffff:127.0.0.1]', 'localhost'])
    expect([host, await sendWebhook(`https://${host}:${port}/`, message)]).toEqual([
      host,
      { error: 'private_address' },
    ])
})

test('an untrusted certificate or a closed port is an error, not a crash', async () => {
  const { ca: _ca, ...untrusting } = way
  const url = `https://hooks.example.com:${port}/in`
  expect(await sendWebhook(url, { headers: {}, body: '{}' }, untrusting)).toEqual({
    error: expect.stringMatching(/^[A-Z_]+$/),
  })
  expect(await sendWebhook('https://hooks.example.com:1/', { headers: {}, body: '{}' }, way)).toEqual({
    error: 'ECONNREFUSED',
  })
})
