import { expect, it, onTestFinished } from 'vitest'
import { ownerTags } from '../../port/names'
import { json, startFlakyServer } from '../../testing/flaky-server'
import { soon } from '../../testing/world'
import { createIncusContext } from '../context'
import { openIncusHttp } from '../wire/http-client'
import { bridgeName } from './bridge-name'
import { managementRules } from './management-rules'
import { bridgeAddresses } from './private-network'
import { surveyNetworks } from './survey-networks'

const gateway = '10.128.4.1/22'
const networkId = 'net_1'
const name = bridgeName('test', networkId)

type Cluster = { members: { name: string; status: string; addresses: string[] }[]; egress: unknown[] }

/** Returns an Incus client on such a cluster, with one network of ours, for a worker with these ranges. */
async function openCluster(cluster: Cluster) {
  const paths = (url: URL): unknown => {
    const target = url.searchParams.get('target')
    const config = ownerTags({ resourceId: networkId, organisationId: 'org_1', installation: 'test' })
    switch (url.pathname) {
      case '/1.0': {
        const member = cluster.members.find((each) => each.name === target) ?? cluster.members[0]
        return { environment: { server_clustered: true, addresses: member?.addresses } }
      }
      case '/1.0/cluster':
        return { enabled: true }
      case '/1.0/cluster/members':
        return cluster.members.map(({ name: server_name, status, addresses }) => ({
          server_name,
          status,
          url: `https://${addresses[0]}`,
        }))
      case '/1.0/network-acls':
        return [{ name, config, ingress: [], egress: cluster.egress }]
      case '/1.0/networks': {
        const filter = { 'security.acls': name, 'security.acls.default.ingress.action': 'drop' }
        return [{ name, status: 'Created', config: { 'ipv4.address': gateway, ...filter } }]
      }
      default:
        return { state: 'up' }
    }
  }
  const { socketPath, stop } = await startFlakyServer([
    (request, response) => {
      const metadata = paths(new URL(request.url ?? '', 'http://incus'))
      json(200, { type: 'sync', status_code: 200, metadata })(request, response)
    },
  ])
  const now = () => new Date()
  const http = openIncusHttp({
    socketPath,
    now,
    requestTimeoutMs: 10_000,
    failureLimit: 5,
    circuitOpenMs: 10_000,
  })
  onTestFinished(async () => {
    await http.close()
    await stop()
  })
  return (managementRanges: readonly string[]) => {
    const incus = createIncusContext({
      http,
      project: 'default',
      installation: 'test',
      now,
      managementRanges,
    })
    const write = async () => {
      cluster.egress = await managementRules(incus, bridgeAddresses(gateway), soon().signal)
    }
    const survey = () => surveyNetworks(incus, soon())
    const rules = async () => (await survey()).map((each) => (each.hasManagementRules ? each.rules : null))
    return { incus, write, survey, rules }
  }
}
const n1 = {
  name: 'n1',
  status: 'Online',
  addresses: [
    '10.90.0.1:8443',
    '[2001:db8::1]:8443',
    '127.0.0.1:8443',
    '[::1]:8443',
    '[fe80::1]:8443',
    '10.128.8.1:8443',
  ],
}
const n2 = {
  name: 'n2',
  status: 'Online',
  addresses: ['[2001:db8::2]:8443', '10.90.0.2:8443', '10.91.0.2:8443'],
}

it('servers cannot reach their gateway, the addresses at which members listen, or management ranges', async () => {
  const worker = await openCluster({ members: [n1, n2], egress: [] })
  const ranges = ['2001:db8:90::/48', '198.51.100.0/24']
  const written = await managementRules(worker(ranges).incus, bridgeAddresses(gateway), soon().signal)
  expect(written.map(({ action, destination }) => [action, destination])).toEqual([
    ['drop', '10.128.4.1,10.90.0.1,10.90.0.2,10.91.0.2,198.51.100.0/24'],
    ['drop', 'fe80::/10,2001:db8:90::/48,2001:db8::1,2001:db8::2'],
  ])
})

it('a network with outdated management rules is distinguished from one with other rules', async () => {
  const cluster: Cluster = { members: [n1, n2], egress: [] }
  const worker = await openCluster(cluster)
  const ranges = ['198.51.100.0/24']
  expect(await worker(ranges).survey()).toMatchObject([{ rules: [], hasManagementRules: false }])
  await worker(ranges).write()
  expect(await worker(ranges).rules()).toEqual([[]])
  for (const others of [[...ranges, '192.0.2.0/25'], []]) {
    expect(await worker(others).rules()).toEqual([null])
    await worker(others).write()
    expect(await worker(others).rules()).toEqual([[]])
  }
  cluster.members = [n1, n2, { name: 'n3', status: 'Online', addresses: ['10.90.0.3:8443'] }]
  expect(await worker([]).rules()).toEqual([null])
  await worker([]).write()
  expect(await worker([]).rules()).toEqual([[]])
  const written = cluster.egress
  for (const weaker of [{ state: 'disabled' }, { destination_port: '443' }, { action: 'allow' }]) {
    cluster.egress = written.map((rule) => ({ ...(rule as object), ...weaker }))
    expect(await worker([]).rules()).toEqual([null])
  }
})

it('management rules stay unchanged while a member cannot report its addresses', async () => {
  const cluster: Cluster = { members: [n1, n2], egress: [] }
  const worker = await openCluster(cluster)
  await worker([]).write()
  cluster.members = [n1, { ...n2, status: 'Offline', addresses: ['10.90.0.2:8443'] }]
  expect(await worker([]).rules()).toEqual([[]])
  expect(await worker(['198.51.100.0/24']).rules()).toEqual([null])
})
