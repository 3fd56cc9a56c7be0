import type { CallOptions, SurveyedObject } from '../port/driver'
import { deadlineError } from '../port/driver-error'
import { hypervisorName, networkIdOf } from '../port/names'
import { listPowerless } from './look'
import { ownPower, read } from './observe'
import { listDueTargets, listObjectsOfZone } from './queries/index'
import { instanceTarget, type Simulator, transact } from './simulator'

/** Lists everything in this zone, after applying the changes that are due. */
export async function survey(
  simulator: Simulator,
  zoneCode: string,
  { signal, only }: CallOptions & { only?: string },
): Promise<SurveyedObject[]> {
  if (signal.aborted) throw deadlineError(signal)
  const due = only
    ? [instanceTarget(hypervisorName(only))]
    : await transact(simulator, (tx) => listDueTargets(tx, simulator.now()))
  for (const target of due) {
    await read(simulator, target, { signal }, async () => undefined)
  }
  const { instances, cards, volumes } = await transact(simulator, (tx) => listObjectsOfZone(tx, zoneCode))
  const isPowerless = await listPowerless(simulator, zoneCode)
  const resourceByName = new Map(instances.map((each) => [each.name, each.resourceId]))
  const common = (object: (typeof instances)[number] | (typeof volumes)[number]) => {
    const { resourceId, organisationId, installation } = object
    // Objects on a host without power are listed as unreadable.
    const isReadable = !isPowerless('hostName' in object ? object.hostName : null)
    const isOurs =
      isReadable && resourceId !== null && organisationId !== null && installation === simulator.installation
    return {
      name: object.name,
      owner: isOurs ? { resourceId, organisationId } : null,
      isReadable,
      place: zoneCode,
      isInOurPlace: installation === null,
      label: object.label,
      createdAt: object.createdAt,
    }
  }
  const meant = (object: { name: string }) => !only || object.name === hypervisorName(only)
  return [
    ...instances.filter(meant).map((each) => ({
      kind: 'instance' as const,
      ...common(each),
      image: each.image,
      type: each.type,
      power: isPowerless(each.hostName) ? ('error' as const) : ownPower(each.power),
      vcpu: each.vcpu,
      memoryMib: each.memoryMib,
      diskGib: each.rootDiskGib,
      hostName: each.hostName,
      cards: [each, ...cards.filter(({ instanceName }) => instanceName === each.name)].map(
        ({ networkName, address, address6 }) => ({
          networkId: networkName && networkIdOf(networkName),
          address,
          address6,
        }),
      ),
    })),
    ...volumes
      .filter(() => !only)
      .map((each) => ({
        kind: 'volume' as const,
        ...common(each),
        sizeGib: each.sizeGib,
        pool: each.poolName,
        copyOf: each.copyOf,
        attachedTo:
          each.attachedTo === null ? null : (resourceByName.get(each.attachedTo) ?? each.attachedTo),
      })),
  ]
}
