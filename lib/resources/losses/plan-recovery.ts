import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { planDrain, readDrainZone } from '~/lib/placement'

export type RecoveryPlace = { hostId: Id<'host'>; hostName: string; mayBreakRules: boolean }
/** A host that could take servers, with what is free there. */
export type RoomyHost = { name: string; vcpu: number; memoryMib: number; diskGib: number }
export type RecoveryPlan = {
  /** By server; one without a place has no entry. */
  places: ReadonlyMap<string, RecoveryPlace>
  /** Hosts of the zone that take servers, the roomiest first. */
  roomy: RoomyHost[]
}

const roomyMax = 5

/**
 * Where these servers of a lost host would start now, all together: by the rules, labels and order by which a lost host
 * is planned anywhere else.
 */
export async function planRecovery(
  tx: Tx,
  { hostId, zoneId, servers }: { hostId: Id<'host'>; zoneId: Id<'zone'>; servers: ReadonlySet<string> },
): Promise<RecoveryPlan> {
  const zone = await readDrainZone(tx, zoneId, () => [hostId])
  const bound = new Set<string>()
  const hosts = zone.hosts.map((host) => {
    const isSilent = zone.hostById.get(host.id)?.unreachableSince != null
    if (host.id !== hostId) return { ...host, isOpen: host.isOpen && !isSilent }
    const leaving = host.servers.filter(({ id }) => servers.has(id))
    for (const { id, rules } of leaving)
      if (rules.some(({ relation, strength }) => relation === 'together' && strength === 'must'))
        bound.add(id)
    return { ...host, servers: leaving }
  })
  const { moves } = planDrain(hosts, new Set([hostId]), true)
  const places = new Map(
    moves.map(({ serverId, toHostId, mayBreakRules }): [string, RecoveryPlace] => [
      serverId,
      {
        hostId: toHostId,
        hostName: zone.hostById.get(toHostId)?.name ?? '',
        // The others of its group may still have their claim on the lost host.
        mayBreakRules: mayBreakRules || bound.has(serverId),
      },
    ]),
  )
  const roomy = hosts
    .filter((host) => host.isOpen && host.id !== hostId)
    .map((host) => ({ name: zone.hostById.get(host.id)?.name ?? '', ...host.free }))
    .sort((a, b) => b.memoryMib - a.memoryMib || (a.name < b.name ? -1 : 1))
    .slice(0, roomyMax)
  return { places, roomy }
}
