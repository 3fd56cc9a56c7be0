import type { CallOptions, InstanceMeasurement } from '../port/driver'
import { deadlineError } from '../port/driver-error'
import { loadAt } from './load-model'
import { listPowerless } from './look'
import { strike } from './observe'
import { listInstances } from './queries/index'
import { type Simulator, transact } from './simulator'

/** The use of each running machine, by the load model. */
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
  const powerless = new Map<string, (hostName: string) => boolean>()
  for (const zoneCode of new Set(instances.map((each) => each.zoneCode)))
    powerless.set(zoneCode, await listPowerless(simulator, zoneCode))
  const now = simulator.now()
  return instances.flatMap((instance) => {
    const { resourceId, power, reachableAt, createdAt } = instance
    // A start sets when the network comes up; without one the machine has run since its creation.
    const startedAt = reachableAt ?? createdAt
    if (!resourceId || power !== 'running' || startedAt > now) return []
    if (powerless.get(instance.zoneCode)?.(instance.hostName)) return []
    return [{ resourceId, ...loadAt({ ...instance, startedAt }, now) }]
  })
}
