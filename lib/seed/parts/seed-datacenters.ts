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
import {
  type HostModel,
  hostLabels,
  hostModels,
  hostStates,
  type ZonePlan,
  zonePlans,
} from '../demonstration/datacenters'

export type SeededZone = { id: Id<'zone'>; code: string }

/** Creates the planned zones, sites, rooms, racks, hosts and pools; all hosts in service. */
export async function seedDatacenters(ctx: OpContext): Promise<SeededZone[]> {
  const zones: SeededZone[] = []
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
    await seedRooms(ctx, plan, siteId)
  }
  return zones
}

async function seedRooms(ctx: OpContext, plan: ZonePlan, siteId: Id<'site'>): Promise<void> {
  for (const room of plan.rooms) {
    const roomId = await registerRoom(ctx, { siteId, name: room.name })
    for (const rack of room.racks) {
      const rackId = await registerRack(ctx, { roomId, name: rack.name, row: room.row })
      for (let number = 1; number <= rack.hosts; number += 1) {
        const name = [plan.code, room.name, rack.name, String(number).padStart(2, '0')]
          .join('-')
          .toLowerCase()
        const model = hostModels[rack.model]
        await registerHost(ctx, {
          rackId,
          name,
          // From the floor up; the lowest units are left for cables.
          rackUnit: 3 + (number - 1) * model.height,
          heightUnits: model.height,
          labels: { scope: plan.scope, ...hostLabels[name] },
          ...capacityOf(model, plan.reservedPercent),
        })
      }
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
