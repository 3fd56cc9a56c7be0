import { firstIndex } from '~/lib/datacentre'
import { compareText } from '../scheduler/place-snapshot'
import {
  hardestFirst,
  type Load,
  type Room,
  timesIn,
  type Widest,
  widestOf,
} from '../what-if/plan-evacuation'
import type { Headroom } from './views'

export type RackRoom = Room & { rackId: string }
export type RackLoad = Omit<Load, 'key'> & { rackId: string; rack: string }

/**
 * For each rack of a zone: does its load still fit on the hosts in service of the others? Racks that would
 * strand a load are returned, the worst first. The answer for each rack equals that of `planEvacuation`; the
 * hosts are sorted once for all racks, since a zone has ten thousand. Pure.
 */
export function planHeadroom(hosts: readonly RackRoom[], loads: readonly RackLoad[]): Headroom {
  const racks = new Map<string, { id: string; name: string; loads: Load[] }>()
  for (const load of loads) {
    const rack = racks.get(load.rackId) ?? { id: load.rackId, name: load.rack, loads: [] }
    racks.set(load.rackId, rack)
    rack.loads.push({ ...load, key: `${load.vcpu}/${load.memoryMib}/${load.diskGib}` })
  }
  const sorted = [...hosts].sort(tightestFirst)
  const widestWithout = widestByRack(hosts)
  const fatal = [...racks.values()].flatMap(({ id, name, loads: lost }) => {
    const stranded = countStranded(sorted, id, hardestFirst(lost, widestWithout(id)))
    const total = lost.reduce((sum, each) => sum + each.count, 0)
    return stranded > 0 ? [{ rackId: id, rack: name, stranded, total }] : []
  })
  fatal.sort((a, b) => b.stranded - a.stranded || (a.rackId < b.rackId ? -1 : 1))
  return { racks: racks.size, fatal }
}

const tightestFirst = (a: Room, b: Room) => a.memoryMib - b.memoryMib || compareText(a.id, b.id)

/** The widest host outside a rack, from the widest two of the zone in different racks. */
function widestByRack(hosts: readonly RackRoom[]): (rackId: string) => Widest {
  const byRack = new Map<string, RackRoom[]>()
  for (const host of hosts) {
    const of = byRack.get(host.rackId)
    if (of) of.push(host)
    else byRack.set(host.rackId, [host])
  }
  const widest = [...byRack].map(([rackId, of]) => ({ rackId, ...widestOf(of) }))
  const topTwo = (resource: keyof Widest) => [...widest].sort((a, b) => b[resource] - a[resource]).slice(0, 2)
  const top = { vcpu: topTwo('vcpu'), memoryMib: topTwo('memoryMib'), diskGib: topTwo('diskGib') }
  const without = (resource: keyof Widest, rackId: string) =>
    top[resource].find((each) => each.rackId !== rackId)?.[resource] ?? 1
  return (rackId) => ({
    vcpu: without('vcpu', rackId),
    memoryMib: without('memoryMib', rackId),
    diskGib: without('diskGib', rackId),
  })
}

/** How many of these loads find no place outside the rack, by best fit. */
function countStranded(sorted: readonly RackRoom[], rackId: string, loads: readonly Load[]): number {
  let stranded = 0
  // Hosts that received a load, with their remaining room; the others are unchanged.
  let changed: Room[] = []
  const isChanged = new Set<string>()
  for (const load of loads) {
    let left = load.count
    const untouched: Room[] = []
    const taken: Room[] = []
    let [inSorted, inChanged] = [firstIndex(sorted, (room) => room.memoryMib >= load.memoryMib), 0]
    while (left > 0) {
      let next = sorted[inSorted]
      while (next && (next.rackId === rackId || isChanged.has(next.id))) {
        inSorted += 1
        next = sorted[inSorted]
      }
      const other = changed[inChanged]
      const room = other && (!next || tightestFirst(other, next) < 0) ? other : next
      if (!room) break
      if (room === other) inChanged += 1
      else inSorted += 1
      const count = Math.min(left, timesIn(room, load))
      if (count > 0) taken.push(take(room, load, count))
      else if (room === other) untouched.push(room)
      left -= count
    }
    for (const room of taken) isChanged.add(room.id)
    changed = [...untouched, ...changed.slice(inChanged), ...taken].sort(tightestFirst)
    stranded += left
  }
  return stranded
}

function take({ id, vcpu, memoryMib, diskGib }: Room, load: Load, count: number): Room {
  return {
    id,
    vcpu: vcpu - count * load.vcpu,
    memoryMib: memoryMib - count * load.memoryMib,
    diskGib: diskGib - count * load.diskGib,
  }
}
