import type { CallOptions, InstanceSize } from '../port/driver'
import { DriverError } from '../port/driver-error'
import { hypervisorName } from '../port/names'
import type { SimulatedOperationName } from './fault-names'
import { networkMs, type Pace } from './latencies'
import { assertOwn, getOwnInstance, instanceSubject } from './own-objects'
import { type Change, performChange, refuseIfStruck } from './perform-change'
import { findInstance } from './queries/index'
import { instanceTarget, type Simulator } from './simulator'

type Struck = Parameters<Change['decide']>[2]

export function startInstance(
  simulator: Simulator,
  resourceId: string,
  { signal }: CallOptions,
): Promise<void> {
  return changeInstance(simulator, 'startInstance', resourceId, signal, async (tx, pace, struck) => {
    const instance = await getOwnInstance(tx, simulator, resourceId)
    if (instance.power === 'running') return 'done'
    refuseIfStruck(struck)
    return { action: 'start', networkMs: bootNetworkMs(pace, struck) }
  })
}

export function restartInstance(
  simulator: Simulator,
  resourceId: string,
  { signal }: CallOptions,
): Promise<void> {
  return changeInstance(simulator, 'restartInstance', resourceId, signal, async (tx, pace, struck) => {
    await getOwnInstance(tx, simulator, resourceId)
    refuseIfStruck(struck)
    return { action: 'restart', networkMs: bootNetworkMs(pace, struck) }
  })
}

/** A simulated guest always shuts down on request, so force makes no difference. */
export function stopInstance(
  simulator: Simulator,
  resourceId: string,
  _how: { force: boolean },
  { signal }: CallOptions,
): Promise<void> {
  return changeInstance(simulator, 'stopInstance', resourceId, signal, async (tx, _pace, struck) => {
    const instance = await getOwnInstance(tx, simulator, resourceId)
    if (instance.power === 'stopped') return 'done'
    refuseIfStruck(struck)
    return { action: 'stop' }
  })
}

export function resizeInstance(
  simulator: Simulator,
  resourceId: string,
  size: InstanceSize,
  { signal }: CallOptions,
): Promise<void> {
  return changeInstance(simulator, 'resizeInstance', resourceId, signal, async (tx, _pace, struck) => {
    const instance = await getOwnInstance(tx, simulator, resourceId)
    const { vcpu, memoryMib, rootDiskGib } = size
    if (rootDiskGib < instance.rootDiskGib) {
      throw new DriverError('rejected', {
        rawText: 'a root disk cannot shrink',
        params: { resourceId, rootDiskGib: String(instance.rootDiskGib) },
      })
    }
    const isSame =
      vcpu === instance.vcpu && memoryMib === instance.memoryMib && rootDiskGib === instance.rootDiskGib
    if (isSame) return 'done'
    refuseIfStruck(struck)
    return { action: 'resize', vcpu, memoryMib, rootDiskGib }
  })
}

export function moveInstance(
  simulator: Simulator,
  resourceId: string,
  hostName: string,
  { signal }: CallOptions,
): Promise<void> {
  return changeInstance(simulator, 'moveInstance', resourceId, signal, async (tx, _pace, struck) => {
    const instance = await getOwnInstance(tx, simulator, resourceId)
    if (instance.hostName === hostName) return 'done'
    if (instance.power !== 'stopped') {
      throw new DriverError('state_forbids', {
        rawText: 'a running server does not move',
        params: { resourceId },
      })
    }
    refuseIfStruck(struck)
    return { action: 'move', hostName }
  })
}

export function deleteInstance(
  simulator: Simulator,
  resourceId: string,
  { signal }: CallOptions,
): Promise<void> {
  return changeInstance(simulator, 'deleteInstance', resourceId, signal, async (tx, _pace, struck) => {
    const instance = await findInstance(tx, hypervisorName(resourceId))
    if (!instance) return 'done'
    assertOwn(simulator, resourceId, instance)
    refuseIfStruck(struck)
    return { action: 'delete' }
  })
}

export function changeInstance(
  simulator: Simulator,
  operation: SimulatedOperationName,
  resourceId: string,
  signal: AbortSignal,
  decide: Change['decide'],
): Promise<void> {
  const name = hypervisorName(resourceId)
  const subject: Change['subject'] = async (tx) => instanceSubject(resourceId, await findInstance(tx, name))
  return performChange(simulator, { operation, targets: [instanceTarget(name)], subject, decide }, signal)
}

function bootNetworkMs(pace: Pace, struck: Struck): number | null {
  return struck.has('unreachable-after-boot') ? null : networkMs(pace)
}
