import { Resolver } from 'node:dns/promises'
import { createServer, type ServerResponse } from 'node:http'
import { afterAll, describe, expect, test } from 'vitest'
import { dnsContract } from '../testing/dns-contract'
import { hasPowerDns, type PowerDns, startPowerDns } from '../testing/start-powerdns'
import { powerDnsServer } from './powerdns-server'

const none: PowerDns = { baseUrl: '', key: '', dns: '', stop: async () => undefined }
const running = hasPowerDns ? await startPowerDns() : none
afterAll(() => running.stop())
if (!hasPowerDns)
  console.warn('PowerDNS tests are skipped: pdns-server and pdns-backend-sqlite3 are not installed')

const open = (over: Partial<PowerDns> & { timeoutMs?: number } = {}) =>
  powerDnsServer({ ...running, timeoutMs: 10_000, ...over })

describe.skipIf(!hasPowerDns)('PowerDNS', () => {
  dnsContract('PowerDNS', open)

  test('answers questions about a name as soon as it is written, and no more once it is withdrawn', async () => {
    const server = open()
    await server.ensureZone('asked.cloud.example', ['ns1.operator.example'])
    const resolver = new Resolver({ tries: 1 })
    resolver.setServers([running.dns])
    const record = { name: 'web.asked.cloud.example', type: 'A', ttl: 60, mark: null } as const
    await server.replaceRecords('asked.cloud.example', [{ ...record, contents: ['198.51.100.1'] }])
    expect(await resolver.resolve4(record.name)).toEqual(['198.51.100.1'])
    await server.replaceRecords('asked.cloud.example', [{ ...record, contents: [] }])
    await expect(resolver.resolve4(record.name)).rejects.toMatchObject({ code: 'ENOTFOUND' })
  })

  test('with another key it is denied', async () => {
    await expect(open({ key: 'another' }).listZones()).rejects.toMatchObject({ code: 'denied' })
  })
})

test('a server that does not answer is unreachable', async () => {
  await expect(open({ baseUrl: 'http://127.0.0.1:9' }).listZones()).rejects.toMatchObject({
    code: 'unreachable',
  })
})

test.each([
  ['a redirect', 302, ''],
  ['a page', 200, '<html>'],
  ['another document', 200, '{"zones":[]}'],
  ['a failure', 500, '{"error":"database is locked"}'],
])('%s instead of an answer counts as no answer', async (_what, status, body) => {
  const other = createServer((_request, response) =>
    response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end(body),
  )
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await expect(open({ baseUrl: `http://127.0.0.1:${port}` }).listZones()).rejects.toMatchObject({
    code: 'unreachable',
  })
  other.close()
})

test.each([
  ['stops in the middle of its answer', (response: ServerResponse) => response.write('[')],
  ['cuts its answer', (response: ServerResponse) => response.write('[', () => response.destroy())],
])('a server that %s is unreachable', async (_what, answer) => {
  const other = createServer((_request, response) => {
    response.writeHead(200)
    answer(response)
  })
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const server = open({ baseUrl: `http://127.0.0.1:${port}`, timeoutMs: 200 })
  await expect(server.listZones()).rejects.toMatchObject({ code: 'unreachable' })
  other.closeAllConnections()
  other.close()
})
