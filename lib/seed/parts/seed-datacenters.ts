import { defineZone } from '~/lib/catalogue'
import {
  changeHostState,
  registerHost,
  registerPool,
  registerRack,
  registerRoom,
  registerSite,
} from '~/lib/datacentre'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import {
  type HostModel,
  hostLabels,
  hostModels,
  hostStates,
  type RoomPlan,
  type ZonePlan,
  zonePlans,
} from '../demonstration/datacenters'

export type SeededZone = { id: Id<'zone'>; code: string }
/** A room that opens at that moment. */
export type LateRoom = { at: Date; open(): Promise<void> }
type Opening = { plan: ZonePlan; room: RoomPlan; siteId: Id<'site'> }

/** Creates the planned zones, sites, rooms, racks, hosts and pools, and returns the rooms to open after `ctx.now`. */
export async function seedDatacenters(
  ctx: OpContext,
  today: Date,
): Promise<{ zones: SeededZone[]; lateRooms: LateRoom[] }> {
  const zones: SeededZone[] = []
  const lateRooms: LateRoom[] = []
  for (const [position, plan] of zonePlans.entries()) {
    const { code, name, city, placement } = plan
    const zoneId = await defineZone(ctx, { code, name, city, position, placement, addressPrefix: '' })
    zones.push({ id: zoneId, code })
    for (const { name: poolName, volumeClass, tib } of plan.pools) {
      const gibPhysical = tib * 1024
      await registerPool(ctx, {
        zoneId,
        name: poolName,
        volumeClass,
        gibPhysical,
        gibReserved: share(gibPhysical, plan.reservedPercent),
      })
    }
    const siteId = await registerSite(ctx, { zoneId, name: plan.site.name, city, address: plan.site.address })
    for (const room of plan.rooms) {
      const opening = { plan, room, siteId }
      if (room.openedDaysAgo === undefined) await openRoom(ctx, opening)
      else {
        const at = addSeconds(today, -room.openedDaysAgo * 86_400)
        lateRooms.push({ at, open: () => openRoom({ ...ctx, now: at }, opening) })
      }
    }
  }
  return { zones, lateRooms }
}

async function openRoom(ctx: OpContext, { plan, room, siteId }: Opening): Promise<void> {
  const roomId = await registerRoom(ctx, { siteId, name: room.name })
  for (const rack of room.racks) {
    const rackId = await registerRack(ctx, { roomId, name: rack.name, row: room.row })
    for (let number = 1; number <= rack.hosts; number += 1) {
      const name = [plan.code, room.name, rack.name, String(number).padStart(2, '0')].join('-').toLowerCase()
      const model = hostModels[rack.model]
      const hostId = await registerHost(ctx, {
        rackId,
        name,
        // From the floor up; the lowest units are left for cables.
        rackUnit: 3 + (number - 1) * model.height,
        heightUnits: model.height,
        labels: { scope: plan.scope, ...hostLabels[name] },
        ...capacityOf(model, plan.reservedPercent),
      })
      if (rack.heldBack) await changeHostState(ctx, { hostId, to: 'maintenance', reason: rack.heldBack })
    }
  }
}

function capacityOf(model: HostModel, reservedPercent: number) {
  const memoryMibPhysical = model.memoryGib * 1024
  return {
    generation: model.generation,
    vcpuPhysical: model.vcpuPhysical,
    vcpuOvercommitPercent: model.overcommitPercent,
    vcpuReserved: share(Math.floor((model.vcpuPhysical * model.overcommitPercent) / 100), reservedPercent),
    memoryMibPhysical,
    memoryMibReserved: share(memoryMibPhysical, reservedPercent),
    diskGibPhysical: model.diskGib,
    diskGibReserved: share(model.diskGib, reservedPercent),
  }
}

const share = (amount: number, percent: number) => Math.floor((amount * percent) / 100)

/** Takes the planned hosts out of service with a reason, as a capacity manager would. */
export async function seedHostStates(
  ctx: OpContext,
  hostIdByName: ReadonlyMap<string, Id<'host'>>,
): Promise<void> {
  for (const { host, state, reason } of hostStates) {
    const hostId = hostIdByName.get(host)
    if (hostId) await changeHostState(ctx, { hostId, to: state, reason })
  }
}
