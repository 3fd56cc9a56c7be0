import type { SimulatorTx } from '~/db/simulator-client'
import type { CallOptions, NetworkSpec, SurveyedNetwork } from '../port/driver'
import { DriverError, deadlineError } from '../port/driver-error'
import { hypervisorName, networkIdOf, spareNetworkOwner } from '../port/names'
import type { FaultName } from './fault-names'
import { strike } from './observe'
import {
  deleteNetwork,
  findForeignNetwork,
  findSimulatedNetwork,
  isNetworkUsed,
  listFaultsOfZone,
  listNetworksOfZone,
  listOccupiedHosts,
  lockNames,
  upsertNetwork,
} from './queries/index'
import { simulated } from './refusals'
import { type Simulator, transact } from './simulator'

/** Ensures the network of a server, which allows what its rules allow. Later changes go through `applyRules` only. */
export async function ensureNetwork(
  tx: SimulatorTx,
  simulator: Simulator,
  zoneCode: string,
  spec: NetworkSpec,
): Promise<void> {
  const name = hypervisorName(spec.networkId)
  const isAsMade = (found: Awaited<ReturnType<typeof findOwnNetwork>>) =>
    found?.range6 === (spec.range6 ?? null)
  if (isAsMade(await findOwnNetwork(tx, simulator, spec))) return
  await lockNames(tx, [networkTarget(name)])
  const found = await findOwnNetwork(tx, simulator, spec)
  if (isAsMade(found)) return
  // A network that was made in advance gets its /64, and keeps its rules.
  if (found) await upsertNetwork(tx, { ...found, range6: spec.range6 ?? null })
  else await writeNetwork(tx, simulator, zoneCode, spec)
}

/**
 * As in an Incus cluster: a change that one host does not confirm is rolled back everywhere. Networks of this
 * installation may overlap each other, those of another one they may not.
 */
export async function applyRules(
  simulator: Simulator,
  zoneCode: string,
  spec: NetworkSpec,
  { signal }: CallOptions,
): Promise<void> {
  if (signal.aborted) throw deadlineError(signal)
  const { networkId } = spec
  const target = networkTarget(hypervisorName(networkId))
  await transact(simulator, async (tx) => {
    await lockNames(tx, [target])
    const dead = await listHostsWith(tx, zoneCode, ['host-down', 'zone-down'], 'applyRules')
    if (dead.length > 0)
      throw simulated('operation_failed', `peer node ${dead[0]} is down`, { hosts: dead.join(' ') })
    const subject = { target, resources: [networkId], wishes: [], zoneCode, hostName: null }
    await strike(tx, 'applyRules', subject)
    await writeNetwork(tx, simulator, zoneCode, spec)
  })
}

const networkTarget = (name: string) => `network:${name}`

/** Writes the network with its rules. The caller holds its name. */
async function writeNetwork(
  tx: SimulatorTx,
  simulator: Simulator,
  zoneCode: string,
  spec: NetworkSpec,
): Promise<void> {
  const { networkId, organisationId, range, range6 = null, hasExit, rules, egress, filtersInside } = spec
  const { peers = [] } = spec
  const other = (await findOwnNetwork(tx, simulator, spec))
    ? null
    : await findForeignNetwork(tx, simulator, { zoneCode, range })
  if (other)
    throw simulated('range_taken', `failed to create listening socket: ${other.name} has ${other.range}`)
  await upsertNetwork(tx, {
    name: hypervisorName(networkId),
    resourceId: networkId,
    organisationId,
    installation: simulator.installation,
    zoneCode,
    range,
    range6,
    hasExit,
    rules: [...rules],
    egress,
    filtersInside,
    peers: peers.map((peer) => hypervisorName(peer.networkId)),
  })
}

/** Returns the network; null when there is none. @throws DriverError `conflict_not_ours` */
async function findOwnNetwork(
  tx: SimulatorTx,
  simulator: Simulator,
  { networkId, organisationId }: Pick<NetworkSpec, 'networkId' | 'organisationId'>,
) {
  const name = hypervisorName(networkId)
  const found = await findSimulatedNetwork(tx, name)
  if (found && found.installation !== simulator.installation)
    throw new DriverError('conflict_not_ours', { rawText: `the network ${name} belongs to another owner` })
  if (found && ![organisationId, spareNetworkOwner].includes(found.organisationId ?? ''))
    throw new DriverError('conflict_not_ours', { rawText: `the network ${name} is another organisation's` })
  return found
}

export async function removeNetwork(
  simulator: Simulator,
  zoneCode: string,
  spec: Pick<NetworkSpec, 'networkId' | 'organisationId'>,
  { signal }: CallOptions,
): Promise<void> {
  if (signal.aborted) throw deadlineError(signal)
  const name = hypervisorName(spec.networkId)
  const target = networkTarget(name)
  await transact(simulator, async (tx) => {
    await lockNames(tx, [target])
    const dead = await listHostsWith(tx, zoneCode, ['host-down', 'zone-down'], 'removeNetwork')
    if (dead.length > 0)
      throw simulated('operation_failed', `peer node ${dead[0]} is down`, { hosts: dead.join(' ') })
    const subject = { target, resources: [spec.networkId], wishes: [], zoneCode, hostName: null }
    await strike(tx, 'removeNetwork', subject)
    if (!(await findOwnNetwork(tx, simulator, spec))) return
    if (await isNetworkUsed(tx, name)) throw simulated('state_forbids', 'The network is currently in use')
    await deleteNetwork(tx, name)
  })
}

export async function surveyNetworks(
  simulator: Simulator,
  zoneCode: string,
  { signal }: CallOptions,
): Promise<SurveyedNetwork[]> {
  if (signal.aborted) throw deadlineError(signal)
  return transact(simulator, async (tx) => {
    const subject = { target: '', resources: [], wishes: [], zoneCode, hostName: null }
    await strike(tx, 'surveyNetworks', subject)
    const missingOn = await listHostsWith(tx, zoneCode, ['rules-lost'], 'surveyNetworks')
    const networks = await listNetworksOfZone(tx, zoneCode, simulator.installation)
    const isPeered = (name: string, other: string) =>
      networks.some((each) => each.name === other && each.peers.includes(name))
    return networks.map(
      ({ name, resourceId, organisationId, range, range6, rules, egress, filtersInside, peers }) => ({
        networkId: resourceId ?? '',
        organisationId: organisationId ?? '',
        range,
        range6,
        rules,
        egress,
        filtersInside,
        peerIds: peers
          .filter((other) => isPeered(name, other))
          .flatMap((other) => networkIdOf(other) ?? [])
          .sort(),
        hasManagementRules: true,
        missingOn,
      }),
    )
  })
}

/** The hosts of a zone covered by these outages: those named, or all that have servers. */
async function listHostsWith(
  tx: SimulatorTx,
  zoneCode: string,
  names: readonly FaultName[],
  operation: string,
): Promise<string[]> {
  const faults = (await listFaultsOfZone(tx, zoneCode, names)).filter(
    (fault) => (fault.operation === null || fault.operation === operation) && fault.resource === null,
  )
  if (faults.length === 0) return []
  const occupied = await listOccupiedHosts(tx, zoneCode)
  const hosts = faults.flatMap(({ hostName, zoneCode: ofZone }) => {
    if (hostName === null) return occupied
    // A fault without a zone covers a host only where the host is known to be in this zone.
    return ofZone !== null || occupied.includes(hostName) ? [hostName] : []
  })
  return [...new Set(hosts)].sort()
}
