import type { Id } from '~/lib/kernel/ids'

export type Room = { vcpu: number; memoryMib: number; diskGib: number }
export type RuleLevel = 'host' | 'rack' | 'room'

export type RebalanceServer = Room & {
  id: string
  /** Groups whose members must not share a place of that level. */
  apart: readonly { groupId: string; level: RuleLevel }[]
  /** It is being created or has an affinity rule: it is not moved. */
  isFixed: boolean
}

export type RebalanceHost = {
  id: Id<'host'>
  rackId: Id<'rack'>
  roomId: Id<'room'>
  free: Room
  /** In service: it may take servers. */
  isOpen: boolean
  /**
   * Its labels as text. A server placed by label, or on a dedicated host, moves only between hosts with equal
   * labels.
   */
  make: string
  servers: readonly RebalanceServer[]
}

export type Move = { serverId: string; fromHostId: Id<'host'>; toHostId: Id<'host'> }

/** The current places while moves are tried: apply and undo. */
export type RebalanceState = ReturnType<typeof rebalanceStateOf>

/**
 * A copy of the zone for trying moves. Hosts in order of id, so that ties are broken the same way everywhere.
 */
export function rebalanceStateOf(hosts: readonly RebalanceHost[]) {
  const ordered = [...hosts].sort((a, b) => (a.id < b.id ? -1 : 1))
  const free = new Map(ordered.map((host) => [host.id, { ...host.free }]))
  const servers = new Map(ordered.map((host) => [host.id, new Set(host.servers)]))
  const members = new Map<string, number>()
  /** Servers with rules, by host. */
  const ruled = new Map<string, number>()
  const count = (host: RebalanceHost, server: RebalanceServer, by: number) => {
    if (server.apart.length > 0) ruled.set(host.id, (ruled.get(host.id) ?? 0) + by)
    for (const rule of server.apart) {
      const key = placeOf(host, rule)
      members.set(key, (members.get(key) ?? 0) + by)
    }
  }
  for (const host of ordered) for (const server of host.servers) count(host, server, 1)

  const put = (server: RebalanceServer, host: RebalanceHost, by: 1 | -1) => {
    const room = free.get(host.id) as Room
    room.vcpu -= by * server.vcpu
    room.memoryMib -= by * server.memoryMib
    room.diskGib -= by * server.diskGib
    count(host, server, by)
    if (by === 1) servers.get(host.id)?.add(server)
    else servers.get(host.id)?.delete(server)
  }

  return {
    hosts: ordered,
    freeOn: (host: RebalanceHost): Room => free.get(host.id) as Room,
    serversOn: (host: RebalanceHost): RebalanceServer[] => [...(servers.get(host.id) ?? [])],
    countOn: (host: RebalanceHost): number => servers.get(host.id)?.size ?? 0,
    /** It has a server with a rule: it is not interchangeable with hosts of the same room. */
    isRuled: (host: RebalanceHost): boolean => (ruled.get(host.id) ?? 0) > 0,
    isInUse: (host: RebalanceHost): boolean => (servers.get(host.id)?.size ?? 0) > 0,
    /** The server shares the place with no other member of its groups. */
    keepsApart: (server: RebalanceServer, host: RebalanceHost): boolean =>
      server.apart.every((rule) => (members.get(placeOf(host, rule)) ?? 0) <= 1),
    /** Room for the server, and no member of its groups. The server itself must be lifted first. */
    accepts: (server: RebalanceServer, host: RebalanceHost): boolean => {
      const room = free.get(host.id) as Room
      return (
        host.isOpen &&
        room.vcpu >= server.vcpu &&
        room.memoryMib >= server.memoryMib &&
        room.diskGib >= server.diskGib &&
        server.apart.every((rule) => (members.get(placeOf(host, rule)) ?? 0) === 0)
      )
    },
    place: (server: RebalanceServer, host: RebalanceHost): void => put(server, host, 1),
    lift: (server: RebalanceServer, host: RebalanceHost): void => put(server, host, -1),
  }
}

function placeOf(host: RebalanceHost, rule: { groupId: string; level: RuleLevel }): string {
  const place = { host: host.id, rack: host.rackId, room: host.roomId }[rule.level]
  return `${rule.groupId}/${place}`
}
