import type { CallOptions } from '../port/driver'
import { DriverError } from '../port/driver-error'
import { getOwnInstance } from './own-objects'
import { refuseIfStruck } from './perform-change'
import { changeInstance } from './power'
import type { Simulator } from './simulator'

/** A simulated rescue system is a power state of its server; everything else follows from the server. */
export function startRescue(
  simulator: Simulator,
  resourceId: string,
  _image: string,
  { signal }: CallOptions,
): Promise<void> {
  return changeInstance(simulator, 'startRescue', resourceId, signal, async (tx, _pace, struck) => {
    const instance = await getOwnInstance(tx, simulator, resourceId)
    if (instance.power === 'rescue') return 'done'
    if (instance.power === 'running') {
      throw new DriverError('state_forbids', {
        rawText: 'The instance is already running',
        params: { resourceId },
      })
    }
    refuseIfStruck(struck)
    return { action: 'start_rescue' }
  })
}

export function endRescue(simulator: Simulator, resourceId: string, { signal }: CallOptions): Promise<void> {
  return changeInstance(simulator, 'endRescue', resourceId, signal, async (tx, _pace, struck) => {
    const instance = await getOwnInstance(tx, simulator, resourceId)
    if (instance.power !== 'rescue') return 'done'
    refuseIfStruck(struck)
    return { action: 'end_rescue' }
  })
}
