import type { Headroom } from './client'
import { type Load, planEvacuation, type Room } from './plan-evacuation'

export type RackRoom = Room & { rackId: string }
export type RackLoad = Omit<Load, 'key'> & { rackId: string; rack: string }

/**
 * Lose any one rack of a zone: does everything that stands in it still fit on the hosts in service of the
 * others? Racks that would strand something are named, the worst first. Pure.
 */
export function planHeadroom(hosts: readonly RackRoom[], loads: readonly RackLoad[]): Headroom {
  const racks = new Map<string, { id: string; name: string; loads: Load[] }>()
  for (const load of loads) {
    const rack = racks.get(load.rackId) ?? { id: load.rackId, name: load.rack, loads: [] }
    racks.set(load.rackId, rack)
    rack.loads.push({ ...load, key: `${load.vcpu}/${load.memoryMib}/${load.diskGib}` })
  }
  const fatal = [...racks.values()].flatMap(({ id, name, loads: lost }) => {
    const others = hosts.filter((host) => host.rackId !== id)
    const stranded = planEvacuation(others, lost).stranded.reduce((sum, each) => sum + each.count, 0)
    const total = lost.reduce((sum, each) => sum + each.count, 0)
    return stranded > 0 ? [{ rackId: id, rack: name, stranded, total }] : []
  })
  fatal.sort((a, b) => b.stranded - a.stranded || (a.rackId < b.rackId ? -1 : 1))
  return { racks: racks.size, fatal }
}
