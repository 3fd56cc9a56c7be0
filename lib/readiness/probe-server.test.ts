import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { findFreePort } from '~/db/embedded/free-port'
import { StartRefusal } from '~/lib/kernel/process/start-refusal'
import type { Checks } from './check-readiness'
import { readProbeSettings, startProbeServer } from './probe-server'

const host = '127.0.0.1'
const good: Checks = { pool: 'ok', primary: 'ok', schema: 'ok', settings: 'ok' }

async function start(check: () => Promise<Checks>) {
  const server = await startProbeServer('worker', { host, port: await findFreePort() }, check)
  onTestFinished(() => server.stop())
  const ask = async (path: string, method = 'GET') => {
    const response = await fetch(`http://${host}:${server.port}${path}`, { method })
    const text = await response.text()
    return { status: response.status, body: text && JSON.parse(text) }
  }
  return { server, ask }
}

test('a process is live at once, and ready when it has started and every check holds', async () => {
  let checks = good
  const { server, ask } = await start(async () => checks)
  expect(await ask('/api/live')).toEqual({ status: 200, body: { status: 'ok', process: 'worker' } })
  expect(await ask('/api/ready')).toEqual({
    status: 503,
    body: { status: 'unavailable', process: 'worker', checks: { started: 'failed', ...good } },
  })
  server.markStarted()
  expect(await ask('/api/ready')).toEqual({
    status: 200,
    body: { status: 'ok', process: 'worker', checks: { started: 'ok', ...good } },
  })
  checks = { pool: 'ok', primary: 'failed', schema: 'unknown', settings: 'unknown' }
  expect(await ask('/api/ready')).toMatchObject({ status: 503, body: { checks } })
  expect(await ask('/api/live')).toMatchObject({ status: 200 })
})

test('nothing else is answered', async () => {
  const { ask } = await start(async () => good)
  for (const path of ['/', '/api/health', '/api/ready/x', '/api/ready?x'])
    expect([path, (await ask(path)).status]).toEqual([path, 404])
  for (const method of ['POST', 'PUT', 'DELETE'])
    expect([method, (await ask('/api/live', method)).status]).toEqual([method, 404])
  expect(await ask('/api/live', 'HEAD')).toEqual({ status: 200, body: '' })
})

test('without a port nothing listens', async () => {
  const server = await startProbeServer('console', readProbeSettings())
  expect(server.port).toBeNull()
  await server.stop()
})

test('the port is on loopback unless a host is set', () => {
  onTestFinished(() => void vi.unstubAllEnvs())
  vi.stubEnv('HEALTH_PORT', '3003')
  expect(readProbeSettings()).toEqual({ host, port: 3003 })
  vi.stubEnv('HEALTH_HOST', '0.0.0.0')
  expect(readProbeSettings()).toEqual({ host: '0.0.0.0', port: 3003 })
})

test('a port in use refuses the start in one line', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, host, () => resolve()))
  onTestFinished(() => void other.close())
  const { port } = other.address() as AddressInfo
  const refusal = await startProbeServer('worker', { host, port }).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(StartRefusal)
  expect((refusal as Error).message).toBe(`HEALTH_PORT=${port} cannot be used on ${host} (EADDRINUSE)`)
})
