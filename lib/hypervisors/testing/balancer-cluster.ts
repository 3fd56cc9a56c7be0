import type { IncomingMessage } from 'node:http'
import { onTestFinished } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { bridgeName } from '../incus/networks/bridge-name'
import { openIncusDriver } from '../incus/open-incus-driver'
import type { WriteOptions } from '../port/balancer'
import { closedFilter } from '../port/firewall'
import { hypervisorName, ownerTags } from '../port/names'
import { balancerSpec } from './balancer-spec'
import {
  type Answerer,
  accepted,
  acceptedAs,
  incusError,
  json,
  startFlakyServer,
  sync,
  text,
} from './flaky-server'
import { soon } from './world'

const installation = 'here'
const organisationId = newId('organisation')
export const clusterNetwork = {
  networkId: newId('network'),
  organisationId,
  range: '10.0.0.0/24',
  hasExit: true,
  ...closedFilter,
}
export const clusterBalancer = balancerSpec({
  organisationId,
  zoneCode: 'INC3',
  ownAddresses: ['10.0.0.250', '10.0.0.251'],
  address: '198.51.100.9',
})
const bridge = bridgeName(installation, clusterNetwork.networkId)
const nameOf = (position: number) => `${hypervisorName(clusterBalancer.balancerId)}-${position}`
const tags = ownerTags({ resourceId: clusterBalancer.balancerId, organisationId, installation })
export const clusterSharedAddress = '10.0.0.249'
export const balancedServer = 'ins_01k00000000000000000000001'
const statesOf = (isDrained: boolean) => `1
# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_check_result
3 pool_http 1 ${hypervisorName(balancedServer)} 10.0.0.2 2 ${isDrained ? 1 : 0} 3

`

type Cluster = {
  /** By name; empty: no cluster. */
  members: Record<string, string>
  /** The member of each container that exists, by its position. */
  containers: Record<number, string>
  /** The private addresses, with their member, to which the public address leads. */
  forwards?: { to: string; member: string }[]
  ovn?: boolean
  /** The balancer's containers share an address. */
  shares?: boolean
  /** What a container prints before HAProxy's answer; that of a position may depend on the changes until then. */
  says?: string | ((position: number, changes: readonly string[]) => string)
  refusesMoves?: boolean
  /** Settings that were changed by hand, by the position of their container. */
  changed?: Record<number, Record<string, string>>
  /** No container can be made from the present image. */
  isImageBroken?: boolean
  /** The containers that leave the server out. */
  drained?: number[]
}

const config = {
  'limits.processes': '4096',
  'security.idmap.isolated': 'true',
  'limits.cpu': '1',
  'limits.memory': '256MiB',
  'boot.autostart': 'true',
  'volatile.base_image': 'f00d',
}
const eth0 = (address: string, ovn: boolean) => ({
  type: 'nic',
  name: 'eth0',
  network: bridge,
  'ipv4.address': address,
  ...(!ovn && {
    'security.mac_filtering': 'true',
    'security.ipv4_filtering': 'true',
    'security.ipv6_filtering': 'true',
  }),
})

function readBody(request: IncomingMessage, act: (body: string) => void): void {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => act(body))
}

/** A fake Incus with these containers of one balancer; a question for one on an offline member fails like there. */
export async function connectCluster({
  members,
  containers,
  forwards = [],
  ovn = false,
  shares = false,
  says = '',
  refusesMoves = false,
  changed = {},
  isImageBroken = false,
  drained = [],
}: Cluster) {
  const changes: string[] = []
  const power: string[] = []
  let leads = forwards
  const isDead = (position: number) => members[containers[position] ?? ''] === 'Offline'
  const record = (position: number) => ({
    name: nameOf(position),
    status: isDead(position) ? 'Error' : 'Running',
    location: containers[position],
    config: isDead(position) ? null : { ...tags, ...config, ...changed[position] },
    devices: isDead(position) ? null : { eth0: eth0(clusterBalancer.ownAddresses[position - 1] ?? '', ovn) },
  })
  /** Commands in a container: each has an operation, whose output tells what its HAProxy does. */
  const commandsOf = (position: number): Record<string, Answerer> => ({
    [`GET /1.0/operations/exec${position}/wait`]: sync({
      id: `exec${position}`,
      status_code: 200,
      metadata: { return: 0, output: { 1: `/1.0/logs/out${position}` } },
    }),
    [`GET /1.0/logs/out${position}`]: (...exchange) => {
      const held = typeof says === 'string' ? says : says(position, changes)
      text(200, `${held}${statesOf(drained.includes(position))}`)(...exchange)
    },
    [`DELETE /1.0/logs/out${position}`]: sync({}),
  })
  const answers: Record<string, Answerer> = {
    'GET /1.0/cluster': sync({ enabled: Object.keys(members).length > 0 }),
    'GET /1.0/cluster/members': sync(
      Object.entries(members).map(([server_name, status]) => ({ server_name, status })),
    ),
    [`GET /1.0/network-acls/${bridge}`]: sync({
      config: ownerTags({ resourceId: clusterNetwork.networkId, organisationId, installation }),
      ingress: [],
    }),
    [`GET /1.0/networks/${bridge}`]: sync({
      status: 'Created',
      config: ownerTags({ resourceId: clusterNetwork.networkId, organisationId, installation }),
    }),
    'GET /1.0/networks': sync([
      {
        name: bridge,
        type: ovn ? 'ovn' : 'bridge',
        managed: true,
        config: ownerTags({ resourceId: clusterNetwork.networkId, organisationId, installation }),
      },
    ]),
    'GET /1.0/images/aliases/andromede-balancer': sync({ target: config['volatile.base_image'] }),
    'GET /1.0/operations': sync({}),
    'POST /1.0/projects': sync({}),
    'GET /1.0/operations/1/wait': sync({ id: '1', status_code: 200, metadata: {} }),
    ...Object.assign({}, ...[1, 2].map(commandsOf)),
    'GET /1.0/instances': (...exchange) => sync(Object.keys(containers).map(Number).map(record))(...exchange),
    'POST /1.0/instances': (request, response) => {
      if (isImageBroken) return incusError(400, 'The image cannot be unpacked')(request, response)
      const target = new URL(request.url ?? '', 'http://incus').searchParams.get('target')
      const position = containers[1] === undefined ? 1 : 2
      containers[position] = target ?? 'none'
      changes.push(`make ${position} on ${target}`)
      accepted(request, response)
    },
    [`GET /1.0/networks/${bridge}/forwards`]: (...exchange) =>
      sync(
        leads.map(({ to, member }) => ({
          listen_address: clusterBalancer.address,
          location: member,
          config: { ...tags, 'user.andromede.instance_id': clusterBalancer.balancerId, target_address: to },
        })),
      )(...exchange),
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
        const target = searchParams.get('target')
        if (request.method === 'POST' && target) {
          if (refusesMoves) return incusError(400, 'the member has no room')(request, response)
          containers[position] = target
          changes.push(`move ${position} to ${target}`)
          return accepted(request, response)
        }
        if (request.method === 'DELETE') {
          delete containers[position]
          delete changed[position]
          changes.push(`remove ${position}`)
          return accepted(request, response)
        }
        if (request.method === 'PATCH')
          return readBody(request, (body) => {
            changed[position] = { ...changed[position], ...JSON.parse(body).config }
            sync({})(request, response)
          })
        if (pathname.endsWith('/exec')) changes.push(`ask ${position}`)
        if (pathname.endsWith('/state') && refusesMoves)
          return readBody(request, (body) => {
            power.push(`${/"action":"([^"]*)"/.exec(body)?.[1]} ${position}`)
            sync({})(request, response)
          })
        return (pathname.endsWith('/exec') ? acceptedAs(`exec${position}`) : sync({}))(request, response)
      }
      if (request.method !== 'GET' && pathname.startsWith(forwardPath)) {
        const target = searchParams.get('target')
        if (members[target ?? ''] === 'Offline')
          return incusError(400, 'Target cluster member is offline')(request, response)
        readBody(request, (body) => {
          const to = /"target_address":"([^"]*)"/.exec(body)?.[1]
          if (request.method === 'PUT')
            leads = leads.map((lead) => (lead.member === (target ?? '') ? { ...lead, to: to ?? '' } : lead))
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
    apply: (options: Partial<WriteOptions> = {}) =>
      balancers.apply(
        { ...clusterBalancer, sharedAddress: shares ? clusterSharedAddress : null },
        clusterNetwork,
        { ...soon(), ...options },
      ),
    observe: () => balancers.observe(clusterBalancer.balancerId, soon()),
    survey: () => balancers.survey(clusterBalancer.zoneCode, soon()),
    drain: (isDraining = true) =>
      balancers.drain(clusterBalancer.balancerId, { instanceId: balancedServer, isDraining }, soon()),
    changes,
    power,
    containers,
  }
}
