import type { CallOptions, LookFrom, SeenResource, Watched, ZoneSight } from '../port/driver'
import { deadlineError } from '../port/driver-error'
import { isOutage, outageNames } from './fault-names'
import { faultsCovering, isPowerless, wholeZone } from './faults-covering'
import { ownPower, read, strike } from './observe'
import { listDueTargets, listFaultsOfZone, listObjectsOfZone } from './queries/index'
import { simulated } from './refusals'
import { type Simulator, transact } from './simulator'

const operations = { control: 'lookControl', agent: 'lookAgent' } as const

/** Checks the zone and the given resources, after applying the changes that are due there. */
export async function look(
  simulator: Simulator,
  zoneCode: string,
  from: LookFrom,
  watched: Watched,
  { signal }: CallOptions,
): Promise<ZoneSight> {
  if (signal.aborted) throw deadlineError(signal)
  const now = simulator.now()
  for (const target of await transact(simulator, (tx) => listDueTargets(tx, now)))
    await read(simulator, target, { signal }, async () => undefined)
  const operation = operations[from]
  return transact(simulator, async (tx) => {
    const subject = { target: '', wishes: [], zoneCode, hostName: null, resources: [] }
    const struck = await strike(tx, operation, subject)
    if (struck.has('vantage-away')) throw simulated('vantage_away', 'the vantage does not answer')
    const faults = await listFaultsOfZone(tx, zoneCode, [...outageNames, 'vantage-away'])
    const { instances, volumes } = await listObjectsOfZone(tx, zoneCode)
    const own = <T extends { resourceId: string | null; installation: string | null }>(all: readonly T[]) =>
      new Map(
        all
          .filter(({ installation }) => installation === simulator.installation)
          .map((each) => [each.resourceId, each]),
      )
    const [servers, disks] = [own(instances), own(volumes)]
    const resources = new Map<string, SeenResource>()
    for (const { resourceId } of watched.servers) {
      const server = servers.get(resourceId)
      const place = { hostName: server?.hostName ?? null, resources: [resourceId, server?.label ?? null] }
      const over = faultsCovering(faults, operation, place)
      const answers = from === 'control' || (server?.reachableAt != null && server.reachableAt <= now)
      const isStruck = [...over].some(isOutage)
      const isUp = server?.power === 'running' && answers && !isStruck
      const isOff = server && ownPower(server.power) === 'stopped' && !isStruck
      const seen = isUp ? 'up' : isOff ? 'off' : 'down'
      resources.set(resourceId, over.has('vantage-away') ? 'unknown' : seen)
    }
    for (const { resourceId } of watched.volumes) {
      const disk = disks.get(resourceId)
      const over = faultsCovering(faults, operation, {
        hostName: null,
        resources: [resourceId, disk?.label ?? null],
      })
      const isUp = disk !== undefined && ![...over].some(isOutage)
      resources.set(resourceId, over.has('vantage-away') ? 'unknown' : isUp ? 'up' : 'down')
    }
    const overZone = faultsCovering(faults, operation, wholeZone)
    return { zone: [...overZone].some(isOutage) ? 'down' : 'up', resources }
  })
}

/** Returns a predicate by name for hosts of a zone that do not answer the hypervisor's interface. */
export async function listPowerless(simulator: Simulator, zoneCode: string) {
  const faults = await transact(simulator, (tx) => listFaultsOfZone(tx, zoneCode, outageNames))
  return (hostName: string | null) =>
    isPowerless(faultsCovering(faults, 'observeInstance', { hostName, resources: [] }))
}
