import type { Id } from '~/lib/kernel/ids'
import { carries, compareText, dedicatedLabel } from './place-snapshot'
import type { PlacementRelation, PlacementStrength } from './placement'
import type { Room, RuleLevel } from './rebalance-zone'

export type DrainRule = {
  groupId: string
  relation: PlacementRelation
  level: RuleLevel
  strength: PlacementStrength
}

/** Why a server cannot leave now: it is being changed, its erasure is awaited, or it has volumes of its host. */
export type DrainObstacle = 'changing' | 'in_grace' | 'local_volumes'

export type DrainServer = Room & {
  id: string
  rules: readonly DrainRule[]
  /** Labels that its bundle asks of a host. */
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

export type DrainStanding = ReturnType<typeof drainStandingOf>

/** Where everything stands while places are tried: put and take back. Hosts in order of id. */
export function drainStandingOf(hosts: readonly DrainHost[]) {
  const ordered = [...hosts].sort((a, b) => compareText(a.id, b.id))
  const free = new Map(ordered.map((host) => [host.id, { ...host.free }]))
  const members = new Map<string, number>()
  const ruled = new Set<string>()
  const count = (server: DrainServer, host: DrainHost, by: 1 | -1) => {
    for (const rule of server.rules) {
      for (const key of [rule.groupId, placeOf(rule, host)]) members.set(key, (members.get(key) ?? 0) + by)
      ruled.add(host.id)
    }
  }
  for (const host of ordered) for (const server of host.servers) count(server, host, 1)
  const roomOf = (host: DrainHost): Room => free.get(host.id) as Room
  const put = (server: DrainServer, host: DrainHost, by: 1 | -1) => {
    const room = roomOf(host)
    room.vcpu -= by * server.vcpu
    room.memoryMib -= by * server.memoryMib
    room.diskGib -= by * server.diskGib
    count(server, host, by)
  }
  const keeps = (rule: DrainRule, host: DrainHost) => {
    const there = members.get(placeOf(rule, host)) ?? 0
    return rule.relation === 'apart' ? there === 0 : there === (members.get(rule.groupId) ?? 0)
  }
  return {
    hosts: ordered,
    roomOf,
    /** Some server with a rule stands or stood on it: it is unlike hosts with the same room. */
    isRuled: (host: DrainHost) => ruled.has(host.id),
    put: (server: DrainServer, host: DrainHost) => put(server, host, 1),
    lift: (server: DrainServer, host: DrainHost) => put(server, host, -1),
    hasRoom: (server: DrainServer, host: DrainHost): boolean => {
      const room = roomOf(host)
      return room.memoryMib >= server.memoryMib && room.vcpu >= server.vcpu && room.diskGib >= server.diskGib
    },
    /** How many of a group stand anywhere in the zone. */
    membersOf: (groupId: string): number => members.get(groupId) ?? 0,
    /** The rules that a server, lifted, would break there. */
    brokenBy: (server: DrainServer, host: DrainHost): DrainRule[] =>
      server.rules.filter((rule) => !keeps(rule, host)),
  }
}

function placeOf(rule: DrainRule, host: DrainHost): string {
  const place = { host: host.id, rack: host.rackId, room: host.roomId }[rule.level]
  return `${rule.groupId}/${place}`
}

/** The host has the labels that the server asks for, and serves the same customer alone, or all of them. Pure. */
export function isKindFor(server: DrainServer, from: DrainHost, host: DrainHost): boolean {
  return host.labels[dedicatedLabel] === from.labels[dedicatedLabel] && carries(host, server.requiredLabels)
}
