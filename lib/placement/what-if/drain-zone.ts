import { firstIndex } from '~/lib/datacentre'
import type { Id } from '~/lib/kernel/ids'
import type { Room, RuleLevel } from '../rebalance/rebalance-zone'
import { carriesLabels, compareText, dedicatedLabel } from '../scheduler/place-snapshot'
import type { PlacementRelation, PlacementStrength } from '../scheduler/placement'

export type DrainRule = {
  groupId: string
  relation: PlacementRelation
  level: RuleLevel
  strength: PlacementStrength
}

/** Why a server cannot leave now: it is changing, it waits for its erasure, or it has local volumes. */
export type DrainObstacle = 'changing' | 'in_grace' | 'local_volumes'

export type DrainServer = Room & {
  id: string
  rules: readonly DrainRule[]
  /** Labels that its bundle requires of a host. */
  requiredLabels: Readonly<Record<string, string>>
  obstacle: DrainObstacle | null
}

export type DrainHost = {
  id: Id<'host'>
  rackId: Id<'rack'>
  roomId: Id<'room'>
  free: Room
  /** It may take servers. */
  isOpen: boolean
  labels: Record<string, string>
  servers: readonly DrainServer[]
}

export type DrainState = ReturnType<typeof drainStateOf>

/**
 * The current places while moves are tried: put and lift. Hosts are kept in order of id and in order of free
 * room, so that a place is found without scanning ten thousand of them.
 */
export function drainStateOf(hosts: readonly DrainHost[]) {
  const ordered = [...hosts].sort((a, b) => compareText(a.id, b.id))
  const slots = new Map(ordered.map((host, place): [string, Slot] => [host.id, slotOf(host, place)]))
  const fullest = [...slots.values()].sort(fullestFirst)
  const members = new Map<string, number>()
  const slotOn = (host: DrainHost): Slot => slots.get(host.id) as Slot
  const count = (server: DrainServer, host: DrainHost, by: 1 | -1) => {
    for (const rule of server.rules) {
      for (const key of [rule.groupId, placeOf(rule, host)]) members.set(key, (members.get(key) ?? 0) + by)
      slotOn(host).isRuled = true
    }
  }
  for (const host of ordered) for (const server of host.servers) count(server, host, 1)
  const put = (server: DrainServer, host: DrainHost, by: 1 | -1) => {
    const slot = slotOn(host)
    fullest.splice(firstFrom(fullest, slot), 1)
    slot.room.vcpu -= by * server.vcpu
    slot.room.memoryMib -= by * server.memoryMib
    slot.room.diskGib -= by * server.diskGib
    fullest.splice(firstFrom(fullest, slot), 0, slot)
    count(server, host, by)
  }
  const keeps = (rule: DrainRule, host: DrainHost) => {
    const there = members.get(placeOf(rule, host)) ?? 0
    return rule.relation === 'apart' ? there === 0 : there === (members.get(rule.groupId) ?? 0)
  }
  return {
    hosts: ordered,
    put: (server: DrainServer, host: DrainHost) => put(server, host, 1),
    lift: (server: DrainServer, host: DrainHost) => put(server, host, -1),
    /** The hosts with room for a server, the fullest first; valid as long as every put in between is undone. */
    *withRoom(server: DrainServer): Generator<Readonly<Slot>> {
      for (let at = firstWith(fullest, server.memoryMib); at < fullest.length; at += 1) {
        const slot = fullest[at] as Slot
        if (slot.room.vcpu >= server.vcpu && slot.room.diskGib >= server.diskGib) yield slot
      }
    },
    /** How many members of a group are in the zone. */
    membersOf: (groupId: string): number => members.get(groupId) ?? 0,
    /** The rules that a server, once lifted, would violate there. */
    brokenBy: (server: DrainServer, host: DrainHost): DrainRule[] =>
      server.rules.filter((rule) => !keeps(rule, host)),
  }
}

type Slot = {
  host: DrainHost
  room: Room
  /** It has or had a server with a rule: it is not interchangeable with hosts of the same room. */
  isRuled: boolean
  /** Its host's index in the order of ids. */
  place: number
}

const slotOf = (host: DrainHost, place: number): Slot => ({
  host,
  room: { ...host.free },
  isRuled: false,
  place,
})
const fullestFirst = (a: Slot, b: Slot) => a.room.memoryMib - b.room.memoryMib || a.place - b.place

/** The index of a slot, or of its insertion point, in sorted slots. */
function firstFrom(slots: readonly Slot[], slot: Slot): number {
  return firstIndex(slots, (each) => fullestFirst(each, slot) >= 0)
}

const firstWith = (slots: readonly Slot[], memoryMib: number) =>
  firstIndex(slots, (each) => each.room.memoryMib >= memoryMib)

function placeOf(rule: DrainRule, host: DrainHost): string {
  const place = { host: host.id, rack: host.rackId, room: host.roomId }[rule.level]
  return `${rule.groupId}/${place}`
}

/**
 * The host has the labels that the server requires, and is dedicated to the same customer, or to none. Pure.
 */
export function isKindFor(server: DrainServer, from: DrainHost, host: DrainHost): boolean {
  return (
    host.labels[dedicatedLabel] === from.labels[dedicatedLabel] && carriesLabels(host, server.requiredLabels)
  )
}
