/**
 * Where what stands on lost or emptied hosts would go. Best fit, the hardest to place first: exact packing
 * is out of reach for a page, so « it does not fit » means that this order found no place. What it does
 * place, fits.
 */
import { compareText } from './place-snapshot'

export type Room = { id: string; vcpu: number; memoryMib: number; diskGib: number }
/** `count` claims of one size. A named claim is a load of one. */
export type Load = { key: string; count: number; vcpu: number; memoryMib: number; diskGib: number }
export type Move = { key: string; hostId: string; count: number }
export type Evacuation = { moves: Move[]; stranded: { key: string; count: number }[] }

/** Give every load a host, as far as there is room. Pure: ties break by id, the same input gives the same answer. */
export function planEvacuation(hosts: readonly Room[], loads: readonly Load[]): Evacuation {
  const rooms = [...hosts].sort((a, b) => compareText(a.id, b.id)).map((host) => ({ ...host }))
  const widest = {
    vcpu: Math.max(1, ...rooms.map((room) => room.vcpu)),
    memoryMib: Math.max(1, ...rooms.map((room) => room.memoryMib)),
    diskGib: Math.max(1, ...rooms.map((room) => room.diskGib)),
  }
  const hardness = (load: Load) =>
    Math.max(load.vcpu / widest.vcpu, load.memoryMib / widest.memoryMib, load.diskGib / widest.diskGib)
  const ordered = [...loads].sort((a, b) => hardness(b) - hardness(a) || compareText(a.key, b.key))
  const evacuation: Evacuation = { moves: [], stranded: [] }
  for (const load of ordered) place(rooms, load, evacuation)
  return evacuation
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

/** The host with the least memory left among those that take at least one. */
function tightest(rooms: readonly Room[], load: Load): Room | undefined {
  let best: Room | undefined
  for (const room of rooms) {
    if (best && room.memoryMib >= best.memoryMib) continue
    if (room.vcpu >= load.vcpu && room.memoryMib >= load.memoryMib && room.diskGib >= load.diskGib)
      best = room
  }
  return best
}

function timesIn(room: Room, load: Load): number {
  const times = (has: number, asks: number) => (asks > 0 ? Math.floor(has / asks) : Number.POSITIVE_INFINITY)
  return Math.min(
    times(room.vcpu, load.vcpu),
    times(room.memoryMib, load.memoryMib),
    times(room.diskGib, load.diskGib),
  )
}
