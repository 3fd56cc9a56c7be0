import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { CircuitBreaker } from '../concurrency/circuit-breaker'
import { StartRefusal } from '../process/start-refusal'
import { watchCircuit } from './circuits'
import { readMetricsSettings, startMetricsServer } from './metrics-server'
import { addSource, count, isRecording, observe } from './recorder'

const host = '127.0.0.1'

async function start() {
  const server = await startMetricsServer({ host, port: 0 })
  onTestFinished(() => server.stop())
  const url = `http://${host}:${server.port}/metrics`
  return { server, url, read: async () => (await fetch(url)).text() }
}

test('counters, histograms and gauges are answered in the format of Prometheus', async () => {
  const { read } = await start()
  count('actions', { action: 'placeOrder', outcome: 'ok' })
  count('actions', { action: 'placeOrder', outcome: 'ok' })
  observe('httpSeconds', { route: '/zones' }, 0.2)
  const remove = addSource(() => [{ metric: 'poolSize', labels: { pool: 'portal' }, value: 10 }])
  onTestFinished(remove)
  const text = await read()
  expect(text).toContain('# TYPE andromede_actions_total counter')
  expect(text).toContain('andromede_actions_total{action="placeOrder",outcome="ok"} 2')
  expect(text).toContain('andromede_http_request_duration_seconds_bucket{le="0.25",route="/zones"} 1')
  expect(text).toContain('andromede_http_request_duration_seconds_count{route="/zones"} 1')
  expect(text).toContain('andromede_database_pool_connections_max{pool="portal"} 10')
  expect(text).toContain('process_cpu_seconds_total')
})

test('gauges are those of this scrape: equal labels of two sources add up, removed ones end', async () => {
  const { read } = await start()
  const sources = [1, 2].map((value) =>
    addSource(() => [{ metric: 'poolTransactions', labels: { pool: 'portal', state: 'waiting' }, value }]),
  )
  const line = 'andromede_database_pool_transactions{pool="portal",state="waiting"}'
  expect(await read()).toContain(`${line} 3`)
  sources[0]?.()
  expect(await read()).toContain(`${line} 2`)
  sources[1]?.()
  expect(await read()).not.toContain(line)
})

test('a source that fails takes no other figure with it', async () => {
  const { read } = await start()
  onTestFinished(addSource(() => Promise.reject(new Error('no database'))))
  onTestFinished(addSource(() => [{ metric: 'consoles', labels: {}, value: 4 }]))
  expect(await read()).toContain('andromede_consoles_open 4')
})

test('a circuit breaker is exported while it is watched', async () => {
  const { read } = await start()
  const circuit = new CircuitBreaker({ failures: 2, pauseMs: 1_000 }, () => 0)
  const unwatch = watchCircuit('incus-par1', circuit)
  const line = 'andromede_circuit_open{service="incus-par1"}'
  expect(await read()).toContain(`${line} 0`)
  circuit.failedOnce()
  circuit.failedOnce()
  expect(await read()).toContain(`${line} 1`)
  circuit.succeeded()
  expect(await read()).toContain(`${line} 0`)
  unwatch()
  expect(await read()).not.toContain(line)
})

test('only GET and HEAD of /metrics are answered', async () => {
  const { url } = await start()
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(200)
  for (const method of ['POST', 'PUT', 'DELETE']) expect((await fetch(url, { method })).status).toBe(404)
  for (const path of ['/', '/api/live', '/metrics?x', '/metrics/x'])
    expect((await fetch(new URL(path, url))).status).toBe(404)
})

test('without a port nothing listens and nothing is recorded', async () => {
  const server = await startMetricsServer(readMetricsSettings())
  expect(server.port).toBeNull()
  expect(isRecording()).toBe(false)
  await server.stop()
})

test('the port is on loopback unless a host is set', () => {
  onTestFinished(() => void vi.unstubAllEnvs())
  vi.stubEnv('METRICS_PORT', '9464')
  expect(readMetricsSettings()).toEqual({ host, port: 9464 })
  vi.stubEnv('METRICS_HOST', '0.0.0.0')
  expect(readMetricsSettings()).toEqual({ host: '0.0.0.0', port: 9464 })
})

test('a port in use refuses the start in one line', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, host, () => resolve()))
  onTestFinished(() => void other.close())
  const { port } = other.address() as AddressInfo
  const refusal = await startMetricsServer({ host, port }).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(StartRefusal)
  expect((refusal as Error).message).toBe(`METRICS_PORT=${port} cannot be used on ${host} (EADDRINUSE)`)
  expect(isRecording()).toBe(false)
})
