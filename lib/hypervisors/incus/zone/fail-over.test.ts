import { X509Certificate } from 'node:crypto'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { testCertificate } from '~/lib/webhooks/testing/certificate'
import { soon } from '../../testing/world'
import { createIncusContext } from '../context'
import { fingerprintOf, type HttpsAddress } from '../wire/address'
import { makeClientCertificate } from '../wire/client-certificate'
import { openIncusHttp } from '../wire/http-client'
import { listSilentHosts } from './list-silent-hosts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

type Member = { name: string; port: number; asked: number; silence(): void; stop(): Promise<void> }

/** A cluster member that answers with its name. */
async function startMember(name: string, answer: () => unknown = () => ({ name })): Promise<Member> {
  let isSilent = false
  const silence = () => {
    isSilent = true
  }
  const member = { name, port: 0, asked: 0, silence, stop: async () => {} }
  const server: Server = createServer(testCertificate, (_request, response) => {
    member.asked += 1
    if (isSilent) return
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ type: 'sync', status_code: 200, metadata: answer() }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  member.port = (server.address() as AddressInfo).port
  member.stop = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  closers.push(member.stop)
  return member
}

async function connect(members: readonly Pick<Member, 'name' | 'port'>[], fingerprint?: string) {
  const client = await makeClientCertificate('andromede', new Date())
  const shown = { fingerprint256: new X509Certificate(testCertificate.cert).fingerprint256 }
  const places = members.map(({ name, port }) => ({ host: '127.0.0.1', port, member: name }))
  const https: HttpsAddress = {
    host: '127.0.0.1',
    port: places[0]?.port ?? 0,
    places,
    fingerprint: fingerprint ?? fingerprintOf(shown),
    serverCertificate: testCertificate.cert,
    clientCertificate: client.certificate,
    clientKey: client.privateKey,
  }
  const now = () => new Date()
  const http = openIncusHttp({ https, now, requestTimeoutMs: 500, failureLimit: 3, circuitOpenMs: 10_000 })
  closers.push(() => http.close())
  const ask = async () => ((await http.request('GET', '/1.0', soon())).metadata as { name: string }).name
  return { ask, incus: createIncusContext({ http, project: 'default', installation: 'test', now }) }
}

it('uses the next address when the first refuses connections, and stays there', async () => {
  const [n1, n2] = [await startMember('n1'), await startMember('n2')]
  const { ask } = await connect([n1, n2])
  expect(await ask()).toBe('n1')
  await n1.stop()
  for (const _ of [1, 2, 3]) expect(await ask()).toBe('n2')
  expect(n1.asked).toBe(1)
})

it('leaves an address that accepts requests and does not answer', async () => {
  const [n1, n2] = [await startMember('n1'), await startMember('n2')]
  const { ask } = await connect([n1, n2])
  n1.silence()
  await expect(ask()).rejects.toMatchObject({ code: 'timeout' })
  expect(await ask()).toBe('n2')
})

it('fails when no address answers, and rejects another certificate', async () => {
  const [n1, n2] = [await startMember('n1'), await startMember('n2')]
  const stranger = await connect([n1, n2], '0'.repeat(64))
  await expect(stranger.ask()).rejects.toMatchObject({ code: 'certificate_changed' })
  expect([n1.asked, n2.asked]).toEqual([0, 0])
  const { ask } = await connect([n1, n2])
  await n1.stop()
  await n2.stop()
  await expect(ask()).rejects.toMatchObject({ code: 'hypervisor_unreachable' })
})

/** A cluster of n1, which answers for all, n2, which can be stopped, and n3, which is offline for Incus. */
async function startCluster() {
  const n2 = await startMember('n2')
  const n3 = await startMember('n3')
  await n3.stop()
  const answers = () => [
    { server_name: 'n1', status: 'Online', url: `https://127.0.0.1:${n1.port}` },
    { server_name: 'n2', status: 'Online', url: `https://127.0.0.1:${n2.port}` },
    { server_name: 'n3', status: 'Offline', url: `https://127.0.0.1:${n3.port}` },
  ]
  let isCluster = true
  const n1 = await startMember('n1', () => {
    const isFirst = isCluster
    isCluster = !isCluster
    return isFirst ? { enabled: true } : answers()
  })
  return { n1, n2, n3 }
}
const offline = { name: 'n3', isCertain: true }
const listed = { names: ['n1', 'n2', 'n3'], isWhole: true }

it('lists the members that refuse connections, also when the cluster’s interface does not answer', async () => {
  const { n1, n2, n3 } = await startCluster()
  const { incus } = await connect([n1, n2, n3])
  expect(await listSilentHosts(incus, soon())).toEqual({ all: false, hosts: [offline], members: listed })
  await n2.stop()
  const silent = { name: 'n2', isCertain: false }
  expect(await listSilentHosts(incus, soon())).toEqual({
    all: false,
    hosts: [silent, offline],
    members: listed,
  })
  n1.silence()
  // It is unknown whether n3 would accept a connection from us.
  expect(await listSilentHosts(incus, soon())).toEqual({
    all: false,
    hosts: [silent],
    members: { names: ['n1', 'n2'], isWhole: false },
  })
  await n1.stop()
  expect(await listSilentHosts(incus, soon())).toEqual({ all: true, hosts: [] })
})

it('does not call a member silent if its own address never accepted a connection from us', async () => {
  const { n1, n2 } = await startCluster()
  await n2.stop()
  // One address of the cluster, and one of a member as Incus lists it.
  const { incus } = await connect([n1, n2])
  for (const _ of [1, 2])
    expect(await listSilentHosts(incus, soon())).toEqual({ all: false, hosts: [offline], members: listed })
  n1.silence()
  await expect(listSilentHosts(incus, soon())).rejects.toMatchObject({ code: 'timeout' })
})
