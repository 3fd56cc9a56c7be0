/**
 * Where the load of lost or emptied hosts would go. Best fit, the hardest to place first: exact packing is too
 * slow for a page, so « it does not fit » means that this heuristic found no place. A place it finds is valid.
 */
import { compareText } from '../scheduler/place-snapshot'

export type Room = { id: string; vcpu: number; memoryMib: number; diskGib: number }
/** `count` claims of one size. A named claim is a load of one. */
export type Load = { key: string; count: number; vcpu: number; memoryMib: number; diskGib: number }
export type Move = { key: string; hostId: string; count: number }
export type Evacuation = { moves: Move[]; stranded: { key: string; count: number }[] }

/**
 * Assigns every load to a host, as far as there is room. Pure: ties break by id, the same input gives the same
 * answer.
 */
export function planEvacuation(hosts: readonly Room[], loads: readonly Load[]): Evacuation {
  const rooms = [...hosts].sort((a, b) => compareText(a.id, b.id)).map((host) => ({ ...host }))
  const evacuation: Evacuation = { moves: [], stranded: [] }
  for (const load of hardestFirst(loads, widestOf(rooms))) place(rooms, load, evacuation)
  return evacuation
}

export type Widest = { vcpu: number; memoryMib: number; diskGib: number }

/** The maximum free amount of each resource over all hosts. Pure. */
export function widestOf(rooms: readonly Omit<Room, 'id'>[]): Widest {
  const widest = { vcpu: 1, memoryMib: 1, diskGib: 1 }
  for (const room of rooms) {
    widest.vcpu = Math.max(widest.vcpu, room.vcpu)
    widest.memoryMib = Math.max(widest.memoryMib, room.memoryMib)
    widest.diskGib = Math.max(widest.diskGib, room.diskGib)
  }
  return widest
}

/** Loads by the largest share of a host that one of them takes. Pure. */
export function hardestFirst(loads: readonly Load[], widest: Widest): Load[] {
  const hardness = (load: Load) =>
    Math.max(load.vcpu / widest.vcpu, load.memoryMib / widest.memoryMib, load.diskGib / widest.diskGib)
  return [...loads].sort((a, b) => hardness(b) - hardness(a) || compareText(a.key, b.key))
}

function place(rooms: Room[], load: Load, evacuation: Evacuation): void {
  let left = load.count
  while (left > 0) {
    const room = tightest(rooms, load)
    if (!room) break
    const count = Math.min(left, timesIn(room, load))
    room.vcpu -= count * load.vcpu
    room.memoryMib -= count * load.memoryMib
    room.diskGib -= count * load.diskGib
    left -= count
    evacuation.moves.push({ key: load.key, hostId: room.id, count })
  }
  if (left > 0) evacuation.stranded.push({ key: load.key, count: left })
}

/** The host with the least free memory among those that take at least one. */
function tightest(rooms: readonly Room[], load: Load): Room | undefined {
  let best: Room | undefined
  for (const room of rooms) {
    if (best && room.memoryMib >= best.memoryMib) continue
    if (room.vcpu >= load.vcpu && room.memoryMib >= load.memoryMib && room.diskGib >= load.diskGib)
      best = room
  }
  return best
}

/** How many of a size fit into a host's free room. Pure. */
export function timesIn(room: Omit<Room, 'id'>, load: Load): number {
  const times = (has: number, asks: number) => (asks > 0 ? Math.floor(has / asks) : Number.POSITIVE_INFINITY)
  return Math.min(
    times(room.vcpu, load.vcpu),
    times(room.memoryMib, load.memoryMib),
    times(room.diskGib, load.diskGib),
  )
}
