/** A zone after a hypothetical event: hosts in, hosts out. Everything here is pure. */
import type { Id } from '~/lib/kernel/ids'
import { planHeadroom, type RackLoad } from '../headroom/plan-headroom'
import type { Room } from '../rebalance/rebalance-zone'
import { countFits } from '../scheduler/place-stock'
import type { Shape } from '../scheduler/shape'
import type { DrainHost, DrainServer } from './drain-zone'
import type { DrainPlan } from './plan-drain'

export type WhatIfHost = DrainHost & { rack: string; total: Room }
export type Sellable = { id: string; name: string; shape: Shape }

/**
 * The capacity of a zone: free and total on hosts that take servers, how many of each bundle, racks it can
 * lose.
 */
export type ZonePower = {
  free: Room
  total: Room
  stock: { id: string; name: string; count: number }[]
  headroom: { racks: number; fatal: number }
}

const nothing: Room = { vcpu: 0, memoryMib: 0, diskGib: 0 }

/** The capacity of hosts with these loads on their racks. */
export function powerOf(
  hosts: readonly WhatIfHost[],
  loads: readonly RackLoad[],
  bundles: readonly Sellable[],
): ZonePower {
  const open = hosts.filter((host) => host.isOpen)
  const snapshot = {
    placement: 'pack' as const,
    pools: [],
    hosts: open.map(({ id, rackId, roomId, labels, free }) => ({
      ...{ id, rackId, roomId, labels },
      vcpuFree: free.vcpu,
      memoryMibFree: free.memoryMib,
      diskGibFree: free.diskGib,
    })),
  }
  const rooms = open.map(({ id, rackId, free }) => ({ id, rackId, ...free }))
  const { racks, fatal } = planHeadroom(rooms, loads)
  return {
    free: open.reduce((sum, host) => plus(sum, host.free, 1), nothing),
    total: open.reduce((sum, host) => plus(sum, host.total, 1), nothing),
    stock: bundles.map(({ id, name, shape }) => ({
      id,
      name,
      count: countFits(snapshot, { ...shape, poolGib: 0 }),
    })),
    headroom: { racks, fatal: fatal.length },
  }
}

/** Without the emptied or lost hosts, and with the moved servers at their destinations. */
export function afterDrain(
  hosts: readonly WhatIfHost[],
  emptied: ReadonlySet<Id<'host'>>,
  plan: DrainPlan,
  areLost: boolean,
): WhatIfHost[] {
  const servers = new Map(hosts.flatMap((host) => host.servers.map((server) => [server.id, server])))
  const arrivals = new Map<string, DrainServer[]>()
  const left = new Set<string>()
  for (const { serverId, toHostId } of plan.moves) {
    const server = servers.get(serverId)
    if (!server) continue
    left.add(serverId)
    arrivals.set(toHostId, [...(arrivals.get(toHostId) ?? []), server])
  }
  return hosts
    .filter((host) => !areLost || !emptied.has(host.id))
    .map((host) =>
      emptied.has(host.id)
        ? { ...host, isOpen: false, servers: host.servers.filter((server) => !left.has(server.id)) }
        : withServers(host, arrivals.get(host.id) ?? []),
    )
}

/** With the servers of an order at their places. */
export function afterOrder(
  hosts: readonly WhatIfHost[],
  places: readonly { resourceId: string; hostId: string | null }[],
  need: Room,
): WhatIfHost[] {
  return hosts.map((host) =>
    withServers(
      host,
      places
        .filter((place) => place.hostId === host.id)
        .map((place) => ({ id: place.resourceId, ...need, rules: [], requiredLabels: {}, obstacle: null })),
    ),
  )
}

/** With this many more empty hosts like an existing one, all in one rack. */
export function withMoreHosts(
  hosts: readonly WhatIfHost[],
  like: WhatIfHost,
  count: number,
  rack: { id: Id<'rack'>; name: string },
): WhatIfHost[] {
  const more = Array.from({ length: count }, (_, index): WhatIfHost => {
    const id: Id<'host'> = `hst_more_${String(index).padStart(4, '0')}`
    return { ...like, id, rackId: rack.id, rack: rack.name, isOpen: true, free: like.total, servers: [] }
  })
  return [...hosts, ...more]
}

function withServers(host: WhatIfHost, servers: readonly DrainServer[]): WhatIfHost {
  if (servers.length === 0) return host
  const free = servers.reduce((room, server) => plus(room, server, -1), host.free)
  return { ...host, free, servers: [...host.servers, ...servers] }
}

/** The loads after the servers of `before` have moved as in `after`; servers in neither stay. */
export function shiftedLoads(
  loads: readonly RackLoad[],
  before: readonly WhatIfHost[],
  after: readonly WhatIfHost[],
): RackLoad[] {
  const all = new Map(loads.map((load) => [keyOf(load), load]))
  const add = (hosts: readonly WhatIfHost[], by: 1 | -1) => {
    for (const { rackId, rack, servers } of hosts) {
      for (const { vcpu, memoryMib, diskGib } of servers) {
        const load = { rackId, rack, vcpu, memoryMib, diskGib, count: 0 }
        const known = all.get(keyOf(load)) ?? load
        all.set(keyOf(load), { ...known, count: known.count + by })
      }
    }
  }
  add(before, -1)
  add(after, 1)
  return [...all.values()].filter((load) => load.count > 0)
}

const keyOf = ({ rackId, vcpu, memoryMib, diskGib }: RackLoad) => `${rackId}/${vcpu}/${memoryMib}/${diskGib}`

function plus(sum: Room, room: Room, by: 1 | -1): Room {
  return {
    vcpu: sum.vcpu + by * room.vcpu,
    memoryMib: sum.memoryMib + by * room.memoryMib,
    diskGib: sum.diskGib + by * room.diskGib,
  }
}
