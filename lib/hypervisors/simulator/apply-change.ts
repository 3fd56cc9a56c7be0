import type { SimulatedChange } from '~/db/schema/simulator'
import { unreachable } from '~/lib/kernel/errors'
import { addSeconds } from '~/lib/kernel/time/clock'
import type { SimulatedInstance, SimulatedVolume } from './queries/index'

type Ended = { dueAt: Date; failureCode: string | null }
type InstanceEnd = 'removed' | Partial<SimulatedInstance>
type VolumeEnd = 'removed' | Partial<SimulatedVolume>

/**
 * Returns the instance after this change is due. Pure: the effect is dated `dueAt`, however late it is read. A failed
 * creation leaves nothing, a failed boot leaves an instance in error, and any other failed change leaves the previous
 * state.
 */
export function applyInstanceChange(
  instance: SimulatedInstance,
  change: SimulatedChange,
  ended: Ended,
): InstanceEnd {
  const previousPower = instance.power
  if (ended.failureCode !== null) {
    if (change.action === 'create') return 'removed'
    const isBoot = change.action === 'start' || change.action === 'restart'
    return isBoot && ended.failureCode === 'boot_failed'
      ? { power: 'error', reachableAt: null, previousPower }
      : {}
  }
  switch (change.action) {
    case 'create':
      return {}
    case 'start':
    case 'restart': {
      const { networkMs } = change
      const reachableAt = networkMs === null ? null : addSeconds(ended.dueAt, networkMs / 1000)
      return { power: 'running', reachableAt, previousPower }
    }
    case 'stop':
      return { power: 'stopped', reachableAt: null, previousPower }
    case 'resize':
      return {
        vcpu: change.vcpu,
        memoryMib: change.memoryMib,
        rootDiskGib: change.rootDiskGib,
        previousPower,
        // Its use depends on its size, so counters restart here; it keeps answering.
        ...(instance.reachableAt && instance.reachableAt < ended.dueAt ? { reachableAt: ended.dueAt } : {}),
      }
    case 'move':
      return { hostName: change.hostName }
    case 'start_rescue':
      return { power: 'rescue', reachableAt: null, previousPower }
    case 'end_rescue':
      return { power: 'stopped', reachableAt: null, previousPower }
    case 'delete':
      return 'removed'
    case 'take_snapshot':
    case 'restore_snapshot':
    case 'delete_snapshot':
    case 'connect':
    case 'disconnect':
      return {}
    case 'grow':
    case 'attach':
    case 'detach':
      throw new Error(`an instance has no change ${change.action}`)
    default:
      return unreachable(change)
  }
}

/** The same for a volume. `settleSnapshot` covers snapshots and data of both. */
export function applyVolumeChange(volume: SimulatedVolume, change: SimulatedChange, ended: Ended): VolumeEnd {
  if (ended.failureCode !== null) return change.action === 'create' ? 'removed' : {}
  switch (change.action) {
    case 'create':
      return {}
    case 'delete':
      return 'removed'
    case 'grow':
      return { sizeGib: Math.max(volume.sizeGib, change.sizeGib) }
    case 'attach':
      return { attachedTo: change.instanceName }
    case 'detach':
      return volume.attachedTo === change.instanceName ? { attachedTo: null } : {}
    case 'take_snapshot':
    case 'restore_snapshot':
    case 'delete_snapshot':
      return {}
    case 'start':
    case 'stop':
    case 'restart':
    case 'resize':
    case 'move':
    case 'start_rescue':
    case 'end_rescue':
    case 'connect':
    case 'disconnect':
      throw new Error(`a volume has no change ${change.action}`)
    default:
      return unreachable(change)
  }
}
