import type { SimulatorTx } from '~/db/simulator-client'
import type {
  CallOptions,
  InstanceObservation,
  InstancePower,
  OwnedObject,
  ProbeAnswer,
  ProbeTarget,
  Reachability,
  VolumeObservation,
} from '../port/driver'
import { deadlineError } from '../port/driver-error'
import { hypervisorName } from '../port/names'
import { applyDueChange } from './apply-due-change'
import { type FaultName, isOutage, probingOperations, type SimulatedOperationName } from './fault-names'
import { getOwnInstance, instanceSubject, isOwn, volumeSubject } from './own-objects'
import { refuseIfStruck } from './perform-change'
import {
  findInstance,
  findRunningOperation,
  findVolume,
  listDueTargets,
  listInstances,
  listVolumes,
  lockNames,
  type SimulatedInstance,
  type SimulatedOperation,
} from './queries/index'
import { simulated } from './refusals'
import { heldAddresses, isListening } from './simulated-guest'
import { instanceTarget, type Simulator, transact, volumeTarget } from './simulator'
import { type Subject, takeFaults } from './take-faults'

export function observeInstance(
  simulator: Simulator,
  resourceId: string,
  options: CallOptions,
): Promise<InstanceObservation> {
  const name = hypervisorName(resourceId)
  return read(simulator, instanceTarget(name), options, async (tx, running): Promise<InstanceObservation> => {
    const instance = await findInstance(tx, name)
    const struck = await strike(tx, 'observeInstance', instanceSubject(resourceId, instance))
    const observedAt = simulator.now()
    const isStale = struck.has('stale-read')
    if (!instance || (isStale && instance.previousPower === null)) return { exists: false, observedAt }
    const power =
      isStale && instance.previousPower ? ownPower(instance.previousPower) : powerNow(instance, running)
    return {
      exists: true,
      ours: isOwn(simulator, resourceId, instance),
      power,
      vcpu: instance.vcpu,
      memoryMib: instance.memoryMib,
      diskGib: instance.rootDiskGib,
      addresses: power === 'running' ? heldAddresses(instance) : [],
      observedAt,
    }
  })
}

export function observeVolume(
  simulator: Simulator,
  resourceId: string,
  options: CallOptions,
): Promise<VolumeObservation> {
  const name = hypervisorName(resourceId)
  return read(simulator, volumeTarget(name), options, async (tx): Promise<VolumeObservation> => {
    const volume = await findVolume(tx, name)
    await strike(tx, 'observeVolume', volumeSubject(resourceId, volume))
    const observedAt = simulator.now()
    if (!volume) return { exists: false, observedAt }
    const holder = volume.attachedTo === null ? null : await findInstance(tx, volume.attachedTo)
    return {
      exists: true,
      ours: isOwn(simulator, resourceId, volume),
      sizeGib: volume.sizeGib,
      attachedTo: holder?.resourceId ?? null,
      observedAt,
    }
  })
}

export function probeReachable(
  simulator: Simulator,
  resourceId: string,
  options: CallOptions,
): Promise<Reachability> {
  const name = hypervisorName(resourceId)
  return read(simulator, instanceTarget(name), options, async (tx): Promise<Reachability> => {
    const instance = await getOwnInstance(tx, simulator, resourceId)
    const struck = await strike(tx, 'probeReachable', instanceSubject(resourceId, instance))
    if (struck.has('vantage-away')) throw simulated('vantage_away', vantageText)
    const answer = ask(simulator, instance, { protocol: 'http', port: httpPort }, struck)
    return { reachable: answer.state === 'up', text: answer.text }
  })
}

const httpPort = 80
const vantageText = 'the vantage does not answer'

export function probe(
  simulator: Simulator,
  resourceId: string,
  target: ProbeTarget,
  options: CallOptions,
): Promise<ProbeAnswer> {
  const name = hypervisorName(resourceId)
  return read(simulator, instanceTarget(name), options, async (tx): Promise<ProbeAnswer> => {
    const instance = await getOwnInstance(tx, simulator, resourceId)
    const struck = await strike(tx, 'probe', instanceSubject(resourceId, instance))
    if (struck.has('vantage-away')) return { state: 'unknown', text: vantageText }
    return ask(simulator, instance, target, struck)
  })
}

function ask(
  simulator: Simulator,
  instance: SimulatedInstance,
  target: ProbeTarget,
  struck: ReadonlySet<FaultName>,
): ProbeAnswer {
  if (instance.power !== 'running') return { state: 'down', text: instance.power }
  const port = target.protocol === 'icmp' ? null : target.port
  const isCutOff = [...struck].some(isOutage)
  const isUp = !isCutOff && instance.reachableAt !== null && instance.reachableAt <= simulator.now()
  if (!isUp || (port !== null && !isListening(port)))
    return { state: 'down', text: `no answer on ${instance.address}${port === null ? '' : ` port ${port}`}` }
  return { state: 'up', text: target.protocol === 'http' ? `hello from ${instance.name}` : instance.address }
}

export async function listOwned(simulator: Simulator, { signal }: CallOptions): Promise<OwnedObject[]> {
  if (signal.aborted) throw deadlineError(signal)
  for (const target of await transact(simulator, (tx) => listDueTargets(tx, simulator.now()))) {
    await read(simulator, target, { signal }, async () => undefined)
  }
  return transact(simulator, async (tx) => {
    await strike(tx, 'listOwned', { target: '', resources: [], wishes: [], zoneCode: null, hostName: null })
    const instances = await listInstances(tx, simulator.installation)
    const volumes = await listVolumes(tx, simulator.installation)
    const resourceIdByName = new Map(instances.map((each) => [each.name, each.resourceId]))
    const owned: OwnedObject[] = []
    for (const { resourceId, organisationId, power } of instances) {
      if (resourceId && organisationId)
        owned.push({ kind: 'instance', resourceId, organisationId, power: ownPower(power) })
    }
    for (const { resourceId, organisationId, attachedTo } of volumes) {
      const holder = attachedTo === null ? null : (resourceIdByName.get(attachedTo) ?? null)
      if (resourceId && organisationId)
        owned.push({ kind: 'volume', resourceId, organisationId, attachedTo: holder })
    }
    return owned
  })
}

/** Reads a target after applying the changes that are due. */
export async function read<T>(
  simulator: Simulator,
  target: string,
  { signal }: CallOptions,
  look: (tx: SimulatorTx, running: SimulatedOperation | null) => Promise<T>,
): Promise<T> {
  if (signal.aborted) throw deadlineError(signal)
  return transact(simulator, async (tx) => {
    await lockNames(tx, [target])
    await applyDueChange(tx, target, simulator.now())
    return look(tx, await findRunningOperation(tx, target))
  })
}

export async function strike(
  tx: SimulatorTx,
  operation: SimulatedOperationName,
  subject: Subject,
): Promise<Set<FaultName>> {
  const struck = await takeFaults(tx, operation, subject)
  // A check from outside never fails at an object that is down: it finds no answer.
  const isLook = (probingOperations as readonly string[]).includes(operation)
  refuseIfStruck(isLook ? new Set([...struck].filter((name) => !isOutage(name))) : struck)
  if (struck.has('timeout-before-effect') || struck.has('timeout-after-effect')) {
    throw simulated('timeout', 'no answer within the time-out')
  }
  return struck
}

function powerNow(instance: SimulatedInstance, running: SimulatedOperation | null): InstancePower {
  const action = running?.change.action
  return action === 'start' || action === 'restart' ? 'starting' : ownPower(instance.power)
}

/** A server is stopped while its rescue system runs. */
export function ownPower(power: SimulatedInstance['power']): InstancePower {
  return power === 'rescue' ? 'stopped' : power
}
