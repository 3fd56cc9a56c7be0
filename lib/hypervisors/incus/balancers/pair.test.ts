import { expect, it, onTestFinished } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { BalancerSpec } from '../../port/balancer'
import { closedFilter } from '../../port/firewall'
import { hypervisorName, ownerTags } from '../../port/names'
import {
  type Answerer,
  accepted,
  incusError,
  json,
  startFlakyServer,
  sync,
  text,
} from '../../testing/flaky-server'
import { soon } from '../../testing/world'
import { bridgeName } from '../networks/bridge-name'
import { openIncusDriver } from '../open-incus-driver'
import { chooseMember } from './pair'

const installation = 'here'
const organisationId = newId('organisation')
const network = {
  networkId: newId('network'),
  organisationId,
  range: '10.0.0.0/24',
  hasExit: true,
  ...closedFilter,
}
const spec: BalancerSpec = {
  balancerId: newId('balancer'),
  organisationId,
  zoneCode: 'INC3',
  ownAddresses: ['10.0.0.250', '10.0.0.251'],
  address: '198.51.100.9',
  listeners: [{ port: 80, protocol: 'http', certificate: null, redirectsToHttps: false }],
  pool: {
    serverPort: 80,
    algorithm: 'round_robin',
    check: { protocol: 'tcp', path: null, intervalSeconds: 5, rise: 1, fall: 2 },
    isSticky: false,
  },
  servers: [],
}
const bridge = bridgeName(installation, network.networkId)
const nameOf = (position: number) => `${hypervisorName(spec.balancerId)}-${position}`
const tags = ownerTags({ resourceId: spec.balancerId, organisationId, installation })
const webId = 'ins_01k00000000000000000000001'
const states = `1
# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_check_result
3 pool_http 1 ${hypervisorName(webId)} 10.0.0.2 2 0 3

`

type Cluster = {
  /** By name; empty: no cluster. */
  members: Record<string, string>
  /** The member of each container that exists, by its position. */
  containers: Record<number, string>
  /** The private addresses, with their member, to which the public address leads. */
  forwards?: { to: string; member: string }[]
  ovn?: boolean
}

/** An Incus with these containers; a question for one on an offline member fails like there. */
async function connect({ members, containers, forwards = [], ovn = false }: Cluster) {
  const changes: string[] = []
  const isDead = (position: number) => members[containers[position] ?? ''] === 'Offline'
  const record = (position: number) => ({
    name: nameOf(position),
    status: isDead(position) ? 'Error' : 'Running',
    location: containers[position],
    config: isDead(position) ? null : tags,
    devices: isDead(position)
      ? null
      : { eth0: { type: 'nic', network: bridge, 'ipv4.address': spec.ownAddresses[position - 1] } },
  })
  const answers: Record<string, Answerer> = {
    'GET /1.0/cluster': sync({ enabled: Object.keys(members).length > 0 }),
    'GET /1.0/cluster/members': sync(
      Object.entries(members).map(([server_name, status]) => ({ server_name, status })),
    ),
    [`GET /1.0/network-acls/${bridge}`]: sync({
      config: ownerTags({ resourceId: network.networkId, organisationId, installation }),
      ingress: [],
    }),
    [`GET /1.0/networks/${bridge}`]: sync({
      status: 'Created',
      config: ownerTags({ resourceId: network.networkId, organisationId, installation }),
    }),
    'GET /1.0/networks': sync([{ name: bridge, type: ovn ? 'ovn' : 'bridge', managed: true }]),
    'GET /1.0/operations': sync({}),
    'POST /1.0/projects': sync({}),
    'GET /1.0/operations/1/wait': sync({
      id: '1',
      status_code: 200,
      metadata: { return: 0, output: { 1: '/1.0/logs/out' } },
    }),
    'GET /1.0/logs/out': text(200, states),
    'DELETE /1.0/logs/out': sync({}),
    'GET /1.0/instances': (...exchange) => sync(Object.keys(containers).map(Number).map(record))(...exchange),
    'POST /1.0/instances': (request, response) => {
      const target = new URL(request.url ?? '', 'http://incus').searchParams.get('target')
      const position = containers[1] === undefined ? 1 : 2
      containers[position] = target ?? 'none'
      changes.push(`make ${position} on ${target}`)
      accepted(request, response)
    },
    [`GET /1.0/networks/${bridge}/forwards`]: sync(
      forwards.map(({ to, member }) => ({
        listen_address: spec.address,
        location: member,
        config: { ...tags, 'user.andromede.instance_id': spec.balancerId, target_address: to },
      })),
    ),
  }
  const forwardPath = `/1.0/networks/${bridge}/forwards`
  const server = await startFlakyServer([
    (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://incus')
      const line = `${request.method} ${pathname}`
      const position = [1, 2].find((each) => pathname.startsWith(`/1.0/instances/${nameOf(each)}`))
      if (position) {
        if (containers[position] === undefined)
          return incusError(404, 'Instance not found')(request, response)
        if (isDead(position))
          return incusError(500, 'Missing event connection with target cluster member')(request, response)
        if (request.method === 'GET') return sync(record(position))(request, response)
        if (pathname.endsWith('/exec')) changes.push(`ask ${position}`)
        return (pathname.endsWith('/exec') ? accepted : sync({}))(request, response)
      }
      if (request.method !== 'GET' && pathname.startsWith(forwardPath)) {
        const target = searchParams.get('target')
        if (members[target ?? ''] === 'Offline')
          return incusError(400, 'Target cluster member is offline')(request, response)
        let body = ''
        request.on('data', (chunk) => {
          body += chunk
        })
        request.on('end', () => {
          const to = /"target_address":"([^"]*)"/.exec(body)?.[1]
          changes.push(`${request.method} ${to} on ${target}`)
          sync({})(request, response)
        })
        return
      }
      ;(answers[line] ?? json(400, { type: 'error', error: `unexpected ${line}` }))(request, response)
    },
  ])
  const driver = openIncusDriver({
    socketPath: server.socketPath,
    installation,
    now: () => new Date(0),
    ...(ovn && { ovn: { uplink: 'uplink' } }),
  })
  onTestFinished(async () => {
    await driver.close()
    await server.stop()
  })
  const { balancers } = driver
  if (!balancers) throw new Error('Incus has balancers')
  return {
    apply: () => balancers.apply(spec, network, soon()),
    observe: () => balancers.observe(spec.balancerId, soon()),
    drain: () => balancers.drain(spec.balancerId, { instanceId: webId, isDraining: true }, soon()),
    changes,
    containers,
  }
}
const alive = { n1: 'Online', n2: 'Online', n3: 'Evacuated' }
const n1Died = { n1: 'Offline', n2: 'Online', n3: 'Online' }
const split = () => ({ 1: 'n1', 2: 'n2' })

it('the two containers are made on two members that are online', async () => {
  const { apply, containers } = await connect({ members: alive, containers: {} })
  await apply()
  expect(Object.values(containers).sort()).toEqual(['n1', 'n2'])
})

it('a container that exists stays, and the other one is made elsewhere', async () => {
  for (const [member, other] of [
    ['n1', 'n2'],
    ['n2', 'n1'],
  ] as const) {
    const { apply, containers } = await connect({ members: alive, containers: { 1: member } })
    await apply()
    expect(containers).toEqual({ 1: member, 2: other })
  }
})

it('without a cluster no member is named', async () => {
  const { apply, changes } = await connect({ members: {}, containers: {} })
  await apply()
  expect(changes).toContain('make 1 on null')
  expect(changes).toContain('make 2 on null')
})

it('balancers take turns on the members, each in the same way every time', () => {
  const ids = Array.from({ length: 60 }, () => newId('balancer'))
  const online = ['n3', 'n1', 'n2']
  const firsts = ids.map((id) => {
    const first = chooseMember(online, id, 1, null)
    expect(chooseMember([...online].reverse(), id, 1, null)).toBe(first)
    expect(chooseMember(online, id, 2, first)).not.toBe(first)
    return first
  })
  expect(new Set(firsts).size).toBe(3)
  expect(chooseMember(['n1'], ids[0] ?? '', 2, 'n1')).toBe('n1')
  expect(chooseMember([], ids[0] ?? '', 1, null)).toBeNull()
})

it('on a dead member one is no obstacle to the other: that is configured, and the address of a bridge leads to it', async () => {
  const forwards = [{ to: '10.0.0.250', member: 'n1' }]
  const { apply, changes } = await connect({ members: n1Died, containers: split(), forwards })
  await expect(apply()).rejects.toMatchObject({ code: 'member_down', params: { hosts: 'n1' } })
  expect(changes).toEqual(['ask 2', 'POST 10.0.0.251 on n2'])
})

it('on OVN the address stays while a member is dead, and the failure names the member', async () => {
  const forwards = [{ to: '10.0.0.250', member: '' }]
  const { apply, changes } = await connect({ members: n1Died, containers: split(), forwards, ovn: true })
  await expect(apply()).rejects.toMatchObject({
    code: 'member_down',
    params: { hosts: 'n1' },
    rawText: `the address cannot lead to ${nameOf(2)} while members are offline: n1; ${nameOf(1)} is on n1, which is offline`,
  })
  expect(changes).toEqual(['ask 2'])
})

it('once the dead member is forgotten, the address on OVN leads to the one that was left, and stays there', async () => {
  const members = { n2: 'Online', n3: 'Online' }
  const left = await connect({
    members,
    containers: { 2: 'n2' },
    forwards: [{ to: '10.0.0.250', member: '' }],
    ovn: true,
  })
  await left.apply()
  expect(left.changes).toEqual(['ask 2', 'PUT 10.0.0.251 on null', 'make 1 on n3', 'ask 1'])
  const forwards = [{ to: '10.0.0.251', member: '' }]
  const later = await connect({ members, containers: { 1: 'n3', 2: 'n2' }, forwards, ovn: true })
  await later.apply()
  expect(later.changes).toEqual(['ask 2', 'ask 1'])
})

it('of the two members to which an address of a bridge leads after one is back, one is left', async () => {
  const forwards = [
    { to: '10.0.0.250', member: 'n1' },
    { to: '10.0.0.251', member: 'n2' },
  ]
  const { apply, changes } = await connect({ members: alive, containers: split(), forwards })
  await apply()
  expect(changes).toEqual(['ask 1', 'DELETE undefined on n2', 'ask 2'])
})

it('with one on a dead member, the other one shows the servers, and the address whether it serves', async () => {
  for (const [to, isServing] of [
    ['10.0.0.251', true],
    ['10.0.0.250', false],
  ] as const) {
    const { observe } = await connect({
      members: n1Died,
      containers: split(),
      forwards: [{ to, member: '' }],
      ovn: true,
    })
    expect(await observe()).toMatchObject({
      exists: true,
      ours: true,
      isServing,
      isWhole: false,
      backends: [{ instanceId: webId, health: 'up' }],
    })
  }
})

it('with both on dead members it exists and serves nothing', async () => {
  const members = { n1: 'Offline', n2: 'Offline', n3: 'Online' }
  const { observe } = await connect({ members, containers: split() })
  expect(await observe()).toMatchObject({ exists: true, ours: true, isServing: false, isWhole: false })
})

it('a server is drained in the container that answers', async () => {
  const forwards = [{ to: '10.0.0.251', member: 'n2' }]
  const { drain, changes } = await connect({ members: n1Died, containers: split(), forwards })
  await drain()
  expect(changes).toEqual(['ask 2', 'ask 2'])
})
