import { listInstances } from '~/db/queries/simulator'
import type { CallOptions, InstanceMeasurement } from '../driver'
import { deadlineError } from '../driver-error'
import { loadAt } from './load-model'
import { strike } from './observe'
import { type Simulator, transact } from './simulator'

/** What each machine that runs has used, by the model of its load. */
export async function measureInstances(
  simulator: Simulator,
  { signal }: CallOptions,
): Promise<InstanceMeasurement[]> {
  if (signal.aborted) throw deadlineError(signal)
  const instances = await transact(simulator, async (tx) => {
    const nothing = { target: '', resources: [], wishes: [], zoneCode: null, hostName: null }
    await strike(tx, 'measureInstances', nothing)
    return listInstances(tx, simulator.installation)
  })
  const now = simulator.now()
  return instances.flatMap((instance) => {
    const { resourceId, power, reachableAt, createdAt } = instance
    if (!resourceId || power !== 'running') return []
    // A start says when its network came up; one that never did has run since it was made.
    return [{ resourceId, ...loadAt({ ...instance, startedAt: reachableAt ?? createdAt }, now) }]
  })
}
