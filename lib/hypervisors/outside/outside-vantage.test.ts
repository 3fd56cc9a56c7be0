import { type ChildProcess, spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeClientCertificate } from '../incus/wire/client-certificate'
import { askVantage, type OpenVantage, plainFingerprint } from './ask-vantage'

const folder = mkdtempSync(join(tmpdir(), 'vantage-'))
const children: ChildProcess[] = []
const servers: Server[] = []
let ours: OpenVantage
let stranger: OpenVantage
let bySocket: OpenVantage

beforeAll(async () => {
  const now = new Date()
  const [its, own, other] = await Promise.all(
    ['vantage', 'andromede', 'stranger'].map((name) => makeClientCertificate(name, now)),
  )
  if (!its || !own || !other) throw new Error('three certificates were made')
  const fingerprintOf = (pem: string) => plainFingerprint(new X509Certificate(pem).fingerprint256)
  writeFileSync(join(folder, 'crt'), its.certificate)
  writeFileSync(join(folder, 'key'), its.privateKey)
  const place = await startAgent('0', {
    TLS_CERT: join(folder, 'crt'),
    TLS_KEY: join(folder, 'key'),
    CLIENT: fingerprintOf(own.certificate),
  })
  const pinned = {
    ...{ name: 'outside', source: '192.0.2.1', endpoint: `127.0.0.1:${place.split(' ').at(-1)}` },
    fingerprint: fingerprintOf(its.certificate),
  }
  ours = { ...pinned, ...own }
  stranger = { ...pinned, ...other }
  const path = join(folder, 'sock')
  await startAgent(path, {})
  bySocket = { ...ours, endpoint: `unix:${path}` }
})
afterAll(() => {
  for (const child of children) child.kill()
  for (const server of servers) server.close()
  rmSync(folder, { recursive: true })
})

async function startAgent(place: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, ['deploy/outside-vantage.mjs', place], {
    env: { ...env, NODE_ENV: 'test', ALLOW: '127.0.0.1/32,2001:db8::/32' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [line] = await once(child.stdout as NodeJS.ReadableStream, 'data')
  return String(line).trim()
}

/** A server that sends this to each connection. */
async function serve(banner: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.end(banner)
  }).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const ask = (vantage: OpenVantage, address: string, port: number) =>
  askVantage(vantage, { address, port }, AbortSignal.timeout(10_000))

test('a port that answers is open, seen by TLS and by socket', async () => {
  const port = await serve('hello\r\n')
  for (const vantage of [ours, bySocket])
    expect(await ask(vantage, '127.0.0.1', port)).toEqual({ state: 'open', text: 'connected' })
})

test('a port without a listener is refused', async () => {
  const port = await serve('')
  const server = servers.pop()
  server?.close()
  if (server?.listening) await once(server, 'close')
  expect(await ask(ours, '127.0.0.1', port)).toEqual({ state: 'refused', text: 'ECONNREFUSED' })
})

test('an address outside the allowed ranges is never dialled', async () => {
  expect(await ask(ours, '127.0.0.2', 22)).toEqual({ state: 'unknown', text: 'not an allowed address' })
})

test('a client with another certificate is refused', async () => {
  const port = await serve('hello\r\n')
  expect(await ask(stranger, '127.0.0.1', port)).toEqual({ state: 'unknown', text: 'refused' })
})

test('a request that makes no sense, of a stranger or of ours, does not end the vantage', async () => {
  const port = await serve('hello\r\n')
  for (const holder of [{}, { cert: ours.certificate, key: ours.privateKey }]) {
    const socket = connect({
      port: Number(ours.endpoint.split(':').at(-1)),
      host: '127.0.0.1',
      rejectUnauthorized: false,
      ...holder,
    })
    socket.on('error', () => undefined)
    socket.end('GET // HTTP/1.1\r\nHost: vantage\r\nConnection: close\r\n\r\n')
    socket.resume()
    await once(socket, 'close')
  }
  expect(await ask(ours, 'fe80::1%eth0', port)).toEqual({ state: 'unknown', text: 'not an allowed address' })
  expect(await ask(ours, '127.0.0.1', port)).toMatchObject({ state: 'open' })
})

test('a vantage with another certificate than the pinned one is sent nothing', async () => {
  const impostor = { ...ours, fingerprint: ours.fingerprint.replace(/^./, (c) => (c === '0' ? '1' : '0')) }
  expect(await ask(impostor, '127.0.0.1', 22)).toEqual({
    state: 'unknown',
    text: 'another certificate than the pinned one',
  })
})

test('a vantage that cannot be reached is unknown', async () => {
  expect(await ask({ ...bySocket, endpoint: `unix:${join(folder, 'none')}` }, '127.0.0.1', 22)).toMatchObject(
    {
      state: 'unknown',
    },
  )
})
