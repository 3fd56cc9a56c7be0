import { listDueTargets, listObjectsOfZone } from '~/db/queries/simulator'
import type { CallOptions, SurveyedObject } from '../driver'
import { deadlineError } from '../driver-error'
import { ownPower, read } from './observe'
import { type Simulator, transact } from './simulator'

/** Everything in this zone, after what was due there has happened. */
export async function survey(
  simulator: Simulator,
  zoneCode: string,
  { signal }: CallOptions,
): Promise<SurveyedObject[]> {
  if (signal.aborted) throw deadlineError(signal)
  for (const target of await transact(simulator, (tx) => listDueTargets(tx, simulator.now()))) {
    await read(simulator, target, { signal }, async () => undefined)
  }
  const { instances, volumes } = await transact(simulator, (tx) => listObjectsOfZone(tx, zoneCode))
  const resourceByName = new Map(instances.map((each) => [each.name, each.resourceId]))
  const common = (object: (typeof instances)[number] | (typeof volumes)[number]) => {
    const { resourceId, organisationId, installation } = object
    const isOurs = resourceId !== null && organisationId !== null && installation === simulator.installation
    return {
      name: object.name,
      owner: isOurs ? { resourceId, organisationId } : null,
      isReadable: true,
      place: zoneCode,
      isInOurPlace: installation === null,
    }
  }
  return [
    ...instances.map((each) => ({
      kind: 'instance' as const,
      ...common(each),
      power: ownPower(each.power),
      vcpu: each.vcpu,
      memoryMib: each.memoryMib,
      diskGib: each.rootDiskGib,
      hostName: each.hostName,
    })),
    ...volumes.map((each) => ({
      kind: 'volume' as const,
      ...common(each),
      sizeGib: each.sizeGib,
      attachedTo: each.attachedTo === null ? null : (resourceByName.get(each.attachedTo) ?? each.attachedTo),
    })),
  ]
}
