import { expect, it, onTestFinished } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { NetworkSpec } from '../../../port/driver'
import { closedFilter } from '../../../port/firewall'
import { ownerTags } from '../../../port/names'
import { type Answerer, incusError, startFlakyServer, sync } from '../../../testing/flaky-server'
import { soon } from '../../../testing/world'
import { openIncusDriver } from '../../open-incus-driver'
import { bridgeName } from '../bridge-name'
import { rangesOf } from './ovn-network'

const installation = 'here'
const spec: NetworkSpec = {
  networkId: newId('network'),
  organisationId: newId('organisation'),
  range: '10.0.0.0/24',
  hasExit: true,
  ...closedFilter,
}
const name = bridgeName(installation, spec.networkId)
const path = `/1.0/networks/${name}`
const config = ownerTags({ resourceId: spec.networkId, organisationId: spec.organisationId, installation })
const member = (server_name: string, status: string) => ({
  server_name,
  status,
  url: 'https://10.90.0.1:8443',
})
const gone = incusError(404, 'Network not found')

/** A cluster with OVN; `states` are the network's states, the last one for good. */
async function connect(states: readonly Answerer[], members: unknown[], creates: Answerer = sync({})) {
  const left = [...states]
  const answers: Record<string, Answerer> = {
    [`GET /1.0/network-acls/${name}`]: sync({ config, ingress: [], egress: [] }),
    [`GET ${path}`]: (...exchange) => ((left.length > 1 ? left.shift() : left[0]) ?? gone)(...exchange),
    [`DELETE ${path}`]: sync({}),
    'POST /1.0/networks': creates,
    'GET /1.0/cluster': sync({ enabled: true }),
    'GET /1.0/cluster/members': sync(members),
  }
  const server = await startFlakyServer([
    (request, response) => {
      const answer = answers[`${request.method} ${(request.url ?? '').split('?')[0]}`]
      ;(answer ?? incusError(400, `unexpected ${request.method} ${request.url}`))(request, response)
    },
  ])
  const driver = openIncusDriver({
    socketPath: server.socketPath,
    installation,
    now: () => new Date(0),
    ovn: { uplink: 'uplink' },
  })
  onTestFinished(async () => {
    await driver.close()
    await server.stop()
  })
  const changes = () =>
    server.seen.filter((line) => !line.startsWith('GET')).map((line) => line.replace(/\?.*/, ''))
  return { ensure: () => driver.ensureNetwork(spec, soon()), changes }
}
const created = sync({ status: 'Created', config })
const alive = [member('n1', 'Online'), member('n2', 'Evacuated')]

it('makes a network with one request, on all members', async () => {
  const { ensure, changes } = await connect([gone, created], alive)
  expect(await ensure()).toBe(name)
  expect(changes()).toEqual(['POST /1.0/networks'])
})

it('makes nothing while a member is dead, and names the member', async () => {
  const { ensure, changes } = await connect([gone], [...alive, member('n3', 'Offline')])
  await expect(ensure()).rejects.toMatchObject({ code: 'member_down', params: { hosts: 'n3' } })
  expect(changes()).toEqual([])
})

it('reports a member that dies meanwhile, and removes what that left before it makes the network again', async () => {
  const down = incusError(500, 'peer node 10.90.0.3:8443 is down')
  const first = await connect([gone], alive, down)
  await expect(first.ensure()).rejects.toMatchObject({ code: 'member_down', retryable: true })
  const errored = sync({ status: 'Errored', config })
  const second = await connect([errored, created], alive)
  expect(await second.ensure()).toBe(name)
  expect(second.changes()).toEqual([`DELETE ${path}`, 'POST /1.0/networks'])
})

it.each([
  'Failed getting network ACL port group: object not found',
  'Failed creating port group "incus_net5": constraint violation: Transaction causes multiple rows in "Port_Group" table to have identical values (incus_net5) for index on column "name".',
])('makes the network again where a member was behind: %s', async (text) => {
  const answers = [incusError(500, `failed to notify peer 10.90.0.3:8443: ${text}`), sync({})]
  const { ensure, changes } = await connect([gone, created], alive, (...exchange) =>
    answers.shift()?.(...exchange),
  )
  expect(await ensure()).toBe(name)
  expect(changes()).toEqual(['POST /1.0/networks', `DELETE ${path}`, 'POST /1.0/networks'])
})

it('customers’ servers are kept from the uplink, but not from addresses that it routes to servers', () => {
  expect(rangesOf({ 'ipv4.gateway': '10.90.1.254/24', 'ipv4.routes': '198.51.100.0/24' })).toEqual([
    '10.90.1.0/24',
  ])
  const shared = { 'ipv4.gateway': '203.0.113.1/24', 'ipv4.routes': '203.0.113.128/25, 198.51.100.0/24' }
  expect(rangesOf({ ...shared, 'ipv6.gateway': '2001:db8::1/64' })).toEqual([
    '203.0.113.0/25',
    '2001:db8::/64',
  ])
  expect(rangesOf({})).toEqual([])
})
