import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { Shape } from '../scheduler/shape'
import { planHeadroom } from './plan-headroom'
import { callLoadsByRack, listRoomOnHosts } from './queries/headroom'

/** Whether the zone can lose any one rack once these servers are on these hosts. */
export async function hasHeadroomAfter(
  tx: Tx,
  zoneId: Id<'zone'>,
  placed: readonly (Pick<Shape, 'vcpu' | 'memoryMib' | 'diskGib'> & { hostId: Id<'host'> })[],
): Promise<boolean> {
  const rooms = await listRoomOnHosts(tx, zoneId)
  const loads = await callLoadsByRack(tx, zoneId)
  const byId = new Map(rooms.map((room) => [room.id, { ...room }]))
  const more = placed.flatMap(({ hostId, vcpu, memoryMib, diskGib }) => {
    const room = byId.get(hostId)
    if (!room) return []
    room.vcpu -= vcpu
    room.memoryMib -= memoryMib
    room.diskGib -= diskGib
    return [{ rackId: room.rackId, rack: '', vcpu, memoryMib, diskGib, count: 1 }]
  })
  return planHeadroom([...byId.values()], [...loads, ...more]).fatal.length === 0
}
