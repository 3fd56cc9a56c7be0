import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request as plainRequest, type RequestOptions } from 'node:http'
import { Agent, request } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { findFreePort } from '~/db/embedded/free-port'
import { uploadBytesMax } from '~/lib/kernel/files/upload-size'
import { makeCertificate } from '~/lib/resources/testing/make-certificate'
import { type Received, startGateway, startSite } from './testing/upstreams'

type Ports = { http: number; https: number }
type Sample = {
  file: string
  stopsBy: 'SIGTERM' | 'SIGKILL'
  run(folder: string, file: string): [string, string[]]
  adapt(text: string, ports: Ports): string
}

const samples: Record<string, Sample> = {
  nginx: {
    file: 'deploy/nginx.conf',
    stopsBy: 'SIGTERM',
    run: (folder, file) => [
      'nginx',
      [
        '-e',
        'stderr',
        '-p',
        folder,
        '-c',
        file,
        '-g',
        `daemon off; pid ${folder}/pid; ${process.getuid?.() === 0 ? 'user root;' : ''}`,
      ],
    ],
    adapt: (sample, { http, https }) =>
      sample
        .replace(
          'http {\n',
          `http {\n${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${kind};`).join('\n')}\n`,
        )
        .replaceAll('listen 80 ', `listen 127.0.0.1:${http} `)
        .replaceAll('listen 443 ', `listen 127.0.0.1:${https} `)
        .replaceAll('/etc/nginx/', ''),
  },
  caddy: {
    file: 'deploy/Caddyfile',
    stopsBy: 'SIGKILL',
    run: (_folder, file) => ['caddy', ['run', '--adapter', 'caddyfile', '--config', file]],
    adapt: (sample, { http, https }) =>
      sample
        .replace(
          '{\n\tservers',
          `{\n\tadmin off\n\tskip_install_trust\n\tdefault_bind 127.0.0.1\n\thttp_port ${http}\n\thttps_port ${https}\n\tservers`,
        )
        .replaceAll('/etc/caddy/', '')
        .replace('health_interval 2s', 'health_interval 200ms'),
  },
}

const missing = [...Object.keys(samples), 'openssl'].filter(
  (program) => spawnSync(program, [program === 'nginx' ? '-v' : 'version']).error !== undefined,
)
if (missing.length > 0) console.warn(`the samples of proxies are not run without ${missing.join(', ')}`)

describe.runIf(missing.length === 0).each(Object.entries(samples))('the sample of %s', (_name, sample) => {
  let folder: string
  let ports: Ports
  let proxy: ChildProcess
  const received: Received[] = []
  const upstreams: { stop(): void }[] = []
  const portals: { setReady(ready: boolean): void }[] = []

  type Answer = { status: number; headers: Record<string, string | string[] | undefined>; text: string }
  type Sent = RequestOptions & { host?: string; body?: Buffer }
  function begin(url: string, { host = 'cloud.example', ...options }: Sent = {}) {
    const headers = { host, ...options.headers }
    return request({
      host: '127.0.0.1',
      port: ports.https,
      servername: host,
      path: url,
      rejectUnauthorized: false,
      ...options,
      headers,
    })
  }
  async function send(url: string, { body, ...options }: Sent = {}): Promise<Answer> {
    const sent = begin(url, {
      ...options,
      ...(body && { method: 'POST', headers: { 'content-length': body.length, ...options.headers } }),
    })
    sent.on('error', () => undefined)
    sent.end(body)
    const [answer] = await once(sent, 'response')
    return { status: answer.statusCode, headers: answer.headers, text: await text(answer) }
  }
  const seen = async (url: string, options: Sent = {}) =>
    JSON.parse((await send(url, options)).text) as Received

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'andromede-proxy-'))
    ports = { http: await findFreePort(), https: await findFreePort() }
    const note = (each: Received) => void received.push(each)
    const [one, two] = [await startSite('one', note), await startSite('two', note)]
    const [operator, gateway] = [await startSite('operator', note), await startGateway()]
    const api = await startSite('api', note)
    portals.push(one, two)
    upstreams.push(one, two, operator, gateway, api)
    const { pem, key } = await makeCertificate('cloud.example', {
      names: ['cloud.example', '*.cloud.example'],
      from: new Date(Date.now() - 3_600_000),
      to: new Date(Date.now() + 86_400_000),
    })
    writeFileSync(path.join(folder, 'cloud.key'), key)
    writeFileSync(path.join(folder, 'cloud.pem'), pem)
    const text = sample
      .adapt(readFileSync(sample.file, 'utf8'), ports)
      .replaceAll('portal-1:3000', one.address)
      .replaceAll('portal-2:3000', two.address)
      .replaceAll('operator-1:3000', operator.address)
      .replaceAll('console-1:3002', gateway.address)
      .replaceAll('api-1:3004', api.address)
      .replaceAll('10.0.0.0/8', '127.0.0.2/32')
      .replaceAll(/(?<=[ \t])cloud\.(pem|key)/g, `${folder}/cloud.$1`)
    const file = path.join(folder, 'sample.conf')
    writeFileSync(file, text)
    const [program, words] = sample.run(folder, file)
    const home = { XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, HOME: folder }
    proxy = spawn(program, words, {
      cwd: folder,
      stdio: 'ignore',
      env: { NODE_ENV: 'test', PATH: process.env.PATH, ...home },
    })
    const status = () =>
      send('/').then(
        (answer) => answer.status,
        () => 0,
      )
    await vi.waitUntil(async () => (await status()) === 200, { timeout: 60_000 })
  })
  afterAll(async () => {
    // Caddy would wait for open connections.
    proxy?.kill(sample.stopsBy)
    if (proxy) await once(proxy, 'exit')
    for (const upstream of upstreams) upstream.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('sets the address of the client in place of what it claims', async () => {
    const { headers } = await seen('/', { headers: { 'x-forwarded-for': '198.51.100.7, 198.51.100.8' } })
    expect(headers['x-forwarded-for']).toBe('127.0.0.1')
    expect(headers.host).toBe('cloud.example')
  })

  test('gives each request an id, in place of one that a client claims', async () => {
    const ids = await Promise.all(
      [1, 2].map(
        async () => (await seen('/', { headers: { 'x-request-id': 'of-another' } })).headers['x-request-id'],
      ),
    )
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{32,36}$/)
    expect(new Set(ids).size).toBe(2)
  })

  test('drops the trace that a client claims', async () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
    expect((await seen('/', { headers: { traceparent } })).headers).not.toHaveProperty('traceparent')
  })

  test('redirects HTTP to HTTPS', async () => {
    const sent = plainRequest({
      host: '127.0.0.1',
      port: ports.http,
      path: '/offres?a=1',
      headers: { host: 'cloud.example' },
    })
    sent.end()
    const [answer] = await once(sent, 'response')
    answer.resume()
    expect(answer.statusCode).toBe(308)
    expect(answer.headers.location).toMatch(/^https:\/\/cloud\.example(:\d+)?\/offres\?a=1$/)
  })

  test('passes on the one HSTS header of the site', async () => {
    expect((await send('/')).headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains')
  })

  test.each(['/api/live', '/api/ready', '/metrics', '/api/live/', '/api/%6cive', '//api/ready'])(
    'keeps %s inside',
    async (url) => {
      for (const host of ['cloud.example', 'operator.cloud.example'])
        expect((await send(url, { host, localAddress: '127.0.0.2' })).status).toBe(404)
      expect(received.filter((each) => each.url.includes(url.slice(-4)))).toEqual([])
    },
  )

  test('passes on /api/health, by which availability is measured, and the paths under /api/live', async () => {
    for (const url of ['/api/health', '/api/live/news']) expect((await seen(url)).url).toBe(url)
  })

  test('leads the operations of the API to it, and nothing else', async () => {
    const host = 'api.cloud.example'
    for (const url of ['/v1/instances?limit=2', '/v1/openapi.json', '/api/health']) {
      const { by, headers } = await seen(url, { host, headers: { authorization: 'Bearer andr_pat_x' } })
      expect([by, headers.authorization]).toEqual(['api', 'Bearer andr_pat_x'])
    }
    for (const url of ['/', '/metrics', '/connexion', '/api/ready', '/v2'])
      expect((await send(url, { host })).status).toBe(404)
  })

  test('lets staff alone reach the operator’s site', async () => {
    const host = 'operator.cloud.example'
    expect((await seen('/operator', { host, localAddress: '127.0.0.2' })).by).toBe('operator')
    const refused = await send('/operator', { host }).then(
      ({ status }) => status,
      () => 'cut',
    )
    expect(['cut', 403]).toContain(refused)
    expect(received.filter(({ url }) => url === '/operator')).toHaveLength(1)
  })

  test('accepts the largest upload, announced by its length, and no body that is larger by a tenth', async () => {
    const upload = Buffer.alloc(uploadBytesMax, 'x')
    const answer = await seen('/api/ticket-attachments', { body: upload })
    expect(answer.bodyBytes).toBe(uploadBytesMax)
    expect(answer.headers['content-length']).toBe(String(uploadBytesMax))
    const larger = Buffer.alloc(Math.ceil(uploadBytesMax * 1.11), 'x')
    // Caddy 2.6 reports its own limit as a failure of the site.
    expect([413, 502]).toContain((await send('/api/ticket-attachments', { body: larger })).status)
    expect(received.filter(({ url }) => url === '/api/ticket-attachments')).toHaveLength(1)
  })

  test('passes events on as they are sent', async () => {
    const sent = begin('/api/live/stream', { headers: { 'accept-encoding': 'gzip' } })
    sent.end()
    const [answer] = await once(sent, 'response')
    const [first] = await once(answer, 'data')
    expect(String(first)).toBe('data: first\n\n')
    sent.destroy()
  })

  test('compresses pages and data', async () => {
    const pad = 'x'.repeat(2_000)
    const answer = await send(`/?${pad}`, { headers: { 'accept-encoding': 'gzip' } })
    expect(answer.headers['content-encoding']).toBe('gzip')
  })

  test('gives each page the files of its version', async () => {
    for (let turn = 0; turn < 6; turn += 1)
      for (const version of ['one', 'two'])
        expect((await seen(`/_next/static/${version}.js`)).by).toBe(version)
    expect((await send('/_next/static/of-no-version.js')).status).toBe(404)
  })

  test('opens no other protocol to a site', async () => {
    const sent = begin('/', { headers: { connection: 'Upgrade', upgrade: 'websocket' } })
    sent.end()
    const [answer] = await once(sent, 'response')
    answer.resume()
    expect(answer.statusCode).toBe(200)
    expect(received.filter(({ method }) => method === 'UPGRADE')).toEqual([])
  })

  test('passes WebSockets on to the console gateway, with the address of the client', async () => {
    const socket = new WebSocket(`wss://127.0.0.1:${ports.https}/`, [], {
      agent: new Agent({ servername: 'consoles.cloud.example', rejectUnauthorized: false }),
      headers: { host: 'consoles.cloud.example', 'x-forwarded-for': '198.51.100.7' },
    })
    const [address] = await once(socket, 'message')
    expect(String(address)).toBe('127.0.0.1')
    socket.send('typed')
    const [echo] = await once(socket, 'message')
    expect(String(echo)).toBe('typed')
    socket.close()
    await once(socket, 'close')
    expect((await send('/api/ready', { host: 'consoles.cloud.example' })).status).toBe(404)
  })

  test('closes idle connections to a site before the site does', () => {
    const text = readFileSync(sample.file, 'utf8')
    const kept = [...text.matchAll(/^\s*keepalive(?:_timeout)? (\d+)s;?$/gm)].map(([, seconds]) =>
      Number(seconds),
    )
    expect(kept.length).toBeGreaterThan(0)
    const server = readFileSync('app/_server/http/site-server.ts', 'utf8')
    const ofSite = Number(/keepAliveTimeout = ([\d_]+)/.exec(server)?.[1]?.replace('_', '')) / 1_000
    for (const seconds of kept) expect(seconds).toBeLessThan(ofSite)
  })

  test('shows the status page with its files while no portal is ready', async () => {
    const statusOf = async (url: string, host?: string) => (await send(url, host ? { host } : {})).status
    for (const portal of portals) portal.setReady(false)
    // nginx learns of a portal that fails from the requests alone.
    if (sample.file.endsWith('Caddyfile')) await expect.poll(() => statusOf('/')).toBe(503)
    for (const url of ['/etat', '/etat/atom.xml', '/_next/static/one.js', '/_next/static/two.js'])
      expect([url, await statusOf(url)]).toEqual([url, 200])
    expect(await statusOf('/', 'status.cloud.example')).toBe(200)
    for (const portal of portals) portal.setReady(true)
    await expect.poll(() => statusOf('/')).toBe(200)
  })

  // Last: nginx then gives the portals a rest.
  test('repeats a GET that a portal did not answer, and never a POST', async () => {
    await send('/cut')
    const methods = () => received.filter(({ url }) => url === '/cut').map(({ method }) => method)
    expect(methods().length).toBeGreaterThan(1)
    const before = methods().length
    expect((await send('/cut', { body: Buffer.from('order') })).status).toBe(502)
    expect(methods().slice(before)).toEqual(['POST'])
  })
})
