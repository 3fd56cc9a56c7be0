import { groupedBy } from '../../lib/kernel/grouped-by.ts'
import type { Id } from '../../lib/kernel/ids.ts'
import {
  futuresFreshForSeconds,
  type HostFutures,
  openFutures,
} from '../../lib/placement/packing/host-futures.ts'
import {
  completeAfterSeconds,
  learnEverySeconds,
  learnWindow,
  type WatchedServer,
} from '../../lib/placement/packing/learn-window.ts'
import { type LearntKind, startLifetimes } from '../../lib/placement/packing/lifetimes.ts'
import type { Size } from '../../lib/placement/packing/shapes.ts'
import { planOn } from '../../lib/placement/scheduler/place-resources.ts'
import type { HostSnapshot, PlaceableResource } from '../../lib/placement/scheduler/place-snapshot.ts'
import { openState, take, type ZoneState } from '../../lib/placement/scheduler/place-state.ts'
import { memoryMibPerUnit, type Trace, type TracedServer } from './trace.ts'

/**
 * `spread` and `pack` are the zone's policies; `best_fit`, for comparison, is a zone that packs without knowing
 * lifetimes.
 */
export type Policy = 'spread' | 'pack' | 'best_fit'
export type Sample = { atSeconds: number; hosts: number }

type Standing = WatchedServer & { need: PlaceableResource; hostId: Id<'host'> }

/**
 * Replay a trace through the scheduler: each order is one request to the plan that `claimCapacity` makes, on a state
 * like the zone cache's, with lifetimes learnt by the worker's code from the replay so far. Servers never move.
 * Counts the hosts in use every `everySeconds`.
 *
 * A zone that packs has all its hosts in service, and keeps unused ones empty. Spread would use all of them: for it
 * a host comes into service when an order finds no room, and leaves when it is empty.
 */
export function replayTrace(trace: Trace, hostSize: Size, policy: Policy, everySeconds: number): Sample[] {
  const zone = openZone(trace, hostSize, policy)
  const departures = [...trace.servers].sort((a, b) => a.departs - b.departs || a.arrives - b.arrives)
  const samples: Sample[] = []
  let arrival = 0
  let departure = 0
  for (let at = trace.startSeconds + everySeconds; at <= trace.endSeconds; at += everySeconds) {
    for (;;) {
      const next = trace.servers[arrival]
      const leaving = departures[departure]
      if (leaving && leaving.departs <= at && (!next || leaving.departs <= next.arrives)) {
        zone.leave(leaving)
        departure += 1
      } else if (next && next.arrives < at) {
        const first = arrival
        while (isSameOrder(trace.servers[arrival], next)) arrival += 1
        zone.order(trace.servers.slice(first, arrival))
      } else break
    }
    samples.push({ atSeconds: at, hosts: zone.hostsInUse() })
  }
  return samples
}

const isSameOrder = (server: TracedServer | undefined, first: TracedServer) =>
  server?.orderId === first.orderId && server.arrives === first.arrives

function openZone(trace: Trace, hostSize: Size, policy: Policy) {
  const memoryMibTotal = hostSize.memory * memoryMibPerUnit
  const servers = new Map<TracedServer, Standing>()
  const serversOn = new Map<Id<'host'>, number>()
  const learner = startLearner(trace.startSeconds)
  let futuresReadAt = Number.NEGATIVE_INFINITY
  let opened = 0
  let state: ZoneState
  let hosts: Map<Id<'host'>, HostSnapshot>

  const reopen = (now: readonly HostSnapshot[], futures: HostFutures | null) => {
    state = openState({ placement: policy === 'spread' ? 'spread' : 'pack', hosts: now, pools: [] }, futures)
    hosts = new Map(state.hosts.map((host) => [host.id, host]))
  }
  const openHosts = (count: number) => {
    const more = Array.from({ length: count }, (_, index) =>
      emptyHost(opened + index, hostSize.vcpu, memoryMibTotal),
    )
    opened += count
    reopen([...hosts.values(), ...more], state.futures)
  }
  const readFutures = (now: number) => {
    if (policy !== 'pack' || now - futuresReadAt < futuresFreshForSeconds) return
    futuresReadAt = now
    const lifetimes = learner.learnUntil(now, servers.values())
    const standing = [...servers.values()].map((server) => ({ ...server, createdSeconds: server.createdAt }))
    const measured = state.hosts.map(({ id }) => ({ id, memoryMibTotal }))
    reopen(state.hosts, openFutures(measured, { nowSeconds: now, lifetimes, servers: standing }))
  }
  reopen([], null)
  if (policy !== 'spread') openHosts(hostsEnoughFor(trace, hostSize))

  return {
    hostsInUse: () => serversOn.size,
    order(arrived: readonly TracedServer[]) {
      const now = arrived[0]?.arrives ?? 0
      readFutures(now)
      const resources = arrived.map(needOf)
      let plan = planOn(state, { resources }, `${arrived[0]?.orderId}:1`)
      while (plan.outcome === 'no_room') {
        if (policy !== 'spread') throw new Error('a zone with room for everything refused an order')
        openHosts(1)
        plan = planOn(state, { resources }, `${arrived[0]?.orderId}:1`)
      }
      const hostOf = new Map(plan.places.map((place) => [place.resourceId, place.hostId]))
      const alike = groupedBy(arrived, ({ size }) => `${size.vcpu}/${size.memory}`)
      arrived.forEach((server, index) => {
        const need = resources[index] as PlaceableResource
        const host = hosts.get(hostOf.get(need.resourceId) as Id<'host'>)
        if (!host || host.vcpuFree < 0 || host.memoryMibFree < 0)
          throw new Error('a plan has a place with room for every server')
        const orderCount = alike.get(`${server.size.vcpu}/${server.size.memory}`)?.length ?? 1
        const { vcpu, memoryMib } = need
        serversOn.set(host.id, (serversOn.get(host.id) ?? 0) + 1)
        servers.set(server, {
          need,
          hostId: host.id,
          vcpu,
          memoryMib,
          orderCount,
          createdAt: now,
          endedAt: null,
        })
      })
    },
    leave(server: TracedServer) {
      const standing = servers.get(server)
      const host = standing && hosts.get(standing.hostId)
      if (!host) throw new Error('only a server with a place leaves')
      servers.delete(server)
      learner.end({ ...standing, endedAt: server.departs })
      take(state, standing.need, { host, pool: null }, -1)
      const left = (serversOn.get(host.id) ?? 0) - 1
      if (left > 0) serversOn.set(host.id, left)
      else {
        serversOn.delete(host.id)
        if (policy === 'spread') {
          state.hosts.splice(state.hosts.indexOf(host), 1)
          hosts.delete(host.id)
        }
      }
    },
  }
}

/** Learns like the worker: every half hour, from what ran since the last time. */
function startLearner(startSeconds: number) {
  let kinds: LearntKind[] = []
  let learntUntil = startSeconds
  let ended: WatchedServer[] = []
  return {
    end(server: WatchedServer) {
      ended.push(server)
    },
    learnUntil(now: number, running: Iterable<WatchedServer>): LearntKind[] {
      const to = now - completeAfterSeconds
      if (to - learntUntil < learnEverySeconds) return kinds
      const lifetimes = startLifetimes(kinds)
      learnWindow(lifetimes, [...ended, ...running], learntUntil, to)
      kinds = lifetimes.kinds()
      learntUntil = to
      ended = ended.filter(({ endedAt }) => endedAt !== null && endedAt >= to)
      return kinds
    },
  }
}

const emptyHost = (number: number, vcpuFree: number, memoryMibFree: number): HostSnapshot => ({
  id: `hst_${String(number).padStart(6, '0')}` as Id<'host'>,
  rackId: 'rck_trace' as Id<'rack'>,
  roomId: 'rom_trace' as Id<'room'>,
  labels: {},
  vcpuFree,
  memoryMibFree,
  diskGibFree: 0,
})

const needOf = ({ size }: TracedServer, index: number): PlaceableResource => ({
  resourceId: `${index}`,
  resourceKind: 'instance',
  vcpu: size.vcpu,
  memoryMib: size.memory * memoryMibPerUnit,
  diskGib: 0,
  poolGib: 0,
  volumeClass: null,
})

/** Half as many again as the peak would fill, and some more for a small fleet. */
function hostsEnoughFor({ servers }: Trace, host: Size): number {
  const changes = servers.flatMap(({ arrives, departs, size }) => {
    const share = Math.max(size.vcpu / host.vcpu, size.memory / host.memory)
    return [
      { at: arrives, share },
      { at: departs, share: -share },
    ]
  })
  changes.sort((a, b) => a.at - b.at)
  let running = 0
  let most = 0
  for (const { share } of changes) {
    running += share
    most = Math.max(most, running)
  }
  return Math.ceil(most * 1.5) + 20
}
