import type { CallOptions } from '../port/driver'
import type { FirstBoot } from '../port/first-boot'
import { hypervisorName } from '../port/names'
import { cloudInitMs } from './latencies'
import { read, strike } from './observe'
import { getOwnInstance, instanceSubject } from './own-objects'
import { getSettings } from './queries/index'
import { plainImagePrefix } from './simulated-guest'
import { instanceTarget, type Simulator } from './simulator'

/** Simulated cloud-init runs for some seconds from the first answer of the guest on its network. */
export function readFirstBoot(
  simulator: Simulator,
  resourceId: string,
  options: CallOptions,
): Promise<FirstBoot> {
  const target = instanceTarget(hypervisorName(resourceId))
  return read(simulator, target, options, async (tx): Promise<FirstBoot> => {
    const instance = await getOwnInstance(tx, simulator, resourceId)
    if (instance.power !== 'running') return { state: 'unknown' }
    if (instance.image.startsWith(plainImagePrefix)) return { state: 'absent' }
    const { latencyPercent } = await getSettings(tx)
    const milliseconds = cloudInitMs(instance.name, { latencyPercent, isSlow: false })
    const beganAt = instance.reachableAt ?? instance.createdAt
    if (simulator.now().getTime() < beganAt.getTime() + milliseconds) return { state: 'running' }
    const struck = await strike(tx, 'readFirstBoot', instanceSubject(resourceId, instance))
    if (!struck.has('first-boot-fails')) return { state: 'done', milliseconds }
    const error = 'Runparts: 1 failures (runcmd) in 1 attempted commands'
    return { state: 'failed', milliseconds, module: 'scripts_user', error }
  })
}
