import type { SimulatorTx } from '~/db/simulator-client'
import { configurationOf } from '../balancer/configuration'
import type {
  BackendObservation,
  BalancerObservation,
  BalancerServer,
  BalancerSpec,
  Balancers,
  SurveyedBalancer,
  WriteOptions,
} from '../port/balancer'
import type { CallOptions, NetworkSpec } from '../port/driver'
import { DriverError, deadlineError } from '../port/driver-error'
import { compileFilter } from '../port/firewall'
import { hypervisorName, networkIdOf } from '../port/names'
import { ensureNetwork } from './networks'
import { probe, strike } from './observe'
import { assertOwn, isOwn } from './own-objects'
import {
  deleteAddress,
  deleteBalancer,
  findBalancer,
  findBalancerWith,
  findSimulatedAddress,
  findSimulatedNetwork,
  listBalancers,
  lockNames,
  upsertBalancer,
} from './queries/index'
import { simulated } from './refusals'
import { type Simulator, transact } from './simulator'

/** Load balancers of the simulated datacenter: what they would do follows from the state of their servers. */
export function simulatedBalancers(simulator: Simulator): Balancers<NetworkSpec> {
  return {
    // Every simulated zone can make them.
    isReady: async () => true,
    survey: (zoneCode, options) => survey(simulator, zoneCode, options),
    apply: (spec, network, options) => apply(simulator, spec, network, options),
    remove: (balancerId, options) => remove(simulator, balancerId, options),
    observe: (balancerId, options) => observe(simulator, balancerId, options),
    drain: (balancerId, server, options) => drain(simulator, balancerId, server, options),
  }
}

/** Of the image that the operator imported last. */
const presentImage = '1'
const digestIn = (configuration: string) =>
  /^ {2}description ([0-9a-f]{64})$/m.exec(configuration)?.[1] ?? null
const target = (name: string) => `balancer:${name}`
const subject = (balancerId: string, zoneCode: string | null) => ({
  target: target(hypervisorName(balancerId)),
  resources: [balancerId],
  wishes: [],
  zoneCode,
  hostName: null,
})

async function apply(
  simulator: Simulator,
  spec: BalancerSpec,
  network: NetworkSpec,
  { signal, beforeWrite, replacesOutdated }: WriteOptions,
): Promise<void> {
  if (signal.aborted) throw deadlineError(signal)
  await beforeWrite?.()
  const { balancerId, organisationId, zoneCode, address } = spec
  const configuration = configurationOf(spec)
  const name = hypervisorName(balancerId)
  await transact(simulator, async (tx) => {
    await lockNames(tx, [target(name), `address:${address}`])
    const found = await findBalancer(tx, name)
    if (found) assertOwn(simulator, balancerId, found)
    await strike(tx, 'applyBalancer', subject(balancerId, zoneCode))
    await requireFreeAddress(tx, simulator, name, address)
    await ensureNetwork(tx, simulator, zoneCode, network)
    const image = found && !replacesOutdated ? found.image : presentImage
    // A HAProxy that has the configuration stays as it is, with what is drained there.
    const isInForce = found?.image === image && digestIn(found.configuration) === digestIn(configuration)
    await upsertBalancer(tx, {
      name,
      resourceId: balancerId,
      organisationId,
      installation: simulator.installation,
      zoneCode,
      networkName: hypervisorName(network.networkId),
      ownAddresses: [...spec.ownAddresses],
      address,
      serverPort: spec.pool.serverPort,
      servers: isInForce ? found.servers : [...spec.servers],
      configuration,
      image,
    })
  })
}

/** The address leads to the balancer from now on: a server of ours loses it, anybody else keeps it. */
async function requireFreeAddress(
  tx: SimulatorTx,
  simulator: Simulator,
  name: string,
  address: string,
): Promise<void> {
  const directed = await findSimulatedAddress(tx, address)
  const isTaken =
    (await findBalancerWith(tx, address, name)) !== null ||
    (directed !== null && directed.installation !== simulator.installation)
  if (isTaken) throw simulated('conflict_not_ours', `the address ${address} leads elsewhere`)
  if (directed) await deleteAddress(tx, address)
}

async function survey(
  simulator: Simulator,
  zoneCode: string,
  { signal }: CallOptions,
): Promise<SurveyedBalancer[]> {
  if (signal.aborted) throw deadlineError(signal)
  return transact(simulator, async (tx) => {
    const found = await listBalancers(tx, zoneCode, simulator.installation)
    return found.flatMap(
      ({
        resourceId: balancerId,
        organisationId,
        address,
        ownAddresses,
        networkName,
        image,
      }): SurveyedBalancer[] => {
        if (!balancerId || !organisationId) return []
        const networkId = networkIdOf(networkName)
        const leads = address === null ? [] : [{ address, to: ownAddresses[0] ?? null }]
        const condition = image === presentImage ? ('as_made' as const) : ('outdated' as const)
        const parts = ownAddresses.map((own) => ({ networkId, address: own, condition }))
        return [{ balancerId, organisationId, leads, parts, isReadable: true }]
      },
    )
  })
}

async function remove(simulator: Simulator, balancerId: string, { signal }: CallOptions): Promise<void> {
  if (signal.aborted) throw deadlineError(signal)
  const name = hypervisorName(balancerId)
  await transact(simulator, async (tx) => {
    await lockNames(tx, [target(name)])
    const found = await findBalancer(tx, name)
    if (found) assertOwn(simulator, balancerId, found)
    await strike(tx, 'removeBalancer', subject(balancerId, found?.zoneCode ?? null))
    await deleteBalancer(tx, name)
  })
}

async function observe(
  simulator: Simulator,
  balancerId: string,
  options: CallOptions,
): Promise<BalancerObservation> {
  if (options.signal.aborted) throw deadlineError(options.signal)
  const name = hypervisorName(balancerId)
  const seen = await transact(simulator, async (tx) => {
    const balancer = await findBalancer(tx, name)
    await strike(tx, 'observeBalancer', subject(balancerId, balancer?.zoneCode ?? null))
    return balancer && { balancer, network: await findSimulatedNetwork(tx, balancer.networkName) }
  })
  const observedAt = simulator.now()
  if (!seen) return { exists: false, observedAt }
  const { balancer, network } = seen
  const passes = network ? compileFilter(network) : () => false
  const source = balancer.ownAddresses[0] ?? ''
  const backends: BackendObservation[] = []
  for (const { instanceId, address, isDraining } of balancer.servers) {
    const flow = { protocol: 'tcp' as const, port: balancer.serverPort, source, destination: address }
    const isUp = passes(flow) && (await answers(simulator, instanceId, balancer.serverPort, options))
    // Simulated clients close at once.
    backends.push({ instanceId, health: isUp ? 'up' : 'down', isDraining, connections: 0 })
  }
  return {
    exists: true,
    ours: isOwn(simulator, balancerId, balancer),
    isServing: balancer.address !== null,
    isWhole: true,
    digest: digestIn(balancer.configuration),
    backends,
    observedAt,
  }
}

async function answers(
  simulator: Simulator,
  instanceId: string,
  port: number,
  options: CallOptions,
): Promise<boolean> {
  try {
    return (await probe(simulator, instanceId, { protocol: 'tcp', port }, options)).state === 'up'
  } catch (error) {
    if (error instanceof DriverError && ['not_found', 'conflict_not_ours'].includes(error.code)) return false
    throw error
  }
}

async function drain(
  simulator: Simulator,
  balancerId: string,
  { instanceId, isDraining }: Pick<BalancerServer, 'instanceId' | 'isDraining'>,
  { signal }: CallOptions,
): Promise<void> {
  if (signal.aborted) throw deadlineError(signal)
  const name = hypervisorName(balancerId)
  await transact(simulator, async (tx) => {
    await lockNames(tx, [target(name)])
    const found = await findBalancer(tx, name)
    if (!found) throw simulated('not_found', 'Balancer not found')
    assertOwn(simulator, balancerId, found)
    await strike(tx, 'drainBalancer', subject(balancerId, found.zoneCode))
    if (!found.servers.some((server) => server.instanceId === instanceId))
      throw simulated('not_found', `No such server ${hypervisorName(instanceId)}`)
    const servers = found.servers.map((server) =>
      server.instanceId === instanceId ? { ...server, isDraining } : server,
    )
    await upsertBalancer(tx, { ...found, servers })
  })
}
