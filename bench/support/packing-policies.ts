import { choosePackedHost } from '../../lib/placement/packing/choose-packed-host.ts'
import { type Lifetimes, startLifetimes } from '../../lib/placement/packing/lifetimes.ts'
import { orderForPacking } from '../../lib/placement/packing/order-for-packing.ts'
import { hostVacancy, type Outlook } from '../../lib/placement/packing/outlook.ts'
import { fitsIn, type Size } from '../../lib/placement/packing/shapes.ts'
import type { PackingPolicy, ReplayHost } from './replay-trace.ts'
import type { TracedServer } from './trace.ts'

const open = (free: Size): ReplayHost => ({ free, servers: [] })

/** The fitting host of least cost, the earlier opened of two alike. */
function cheapest<T extends ReplayHost>(
  cost: (host: T, server: TracedServer) => number,
): PackingPolicy<T>['choose'] {
  return (hosts, server) => {
    let best: T | null = null
    let least = Number.POSITIVE_INFINITY
    for (const host of hosts) {
      if (!fitsIn(server.size, host.free)) continue
      const value = cost(host, server)
      if (value >= least) continue
      least = value
      best = host
    }
    return best
  }
}

export const spread: PackingPolicy = { open, choose: cheapest((host) => -host.free.memory) }
export const firstFit: PackingPolicy = { open, choose: cheapest(() => 0) }
export const bestFit: PackingPolicy = { open, choose: cheapest((host) => host.free.memory) }

/** Knows the true lifetimes, which nobody does: how much there is to win. */
export function oracle(hostSize: Size): PackingPolicy<ReplayHost & { emptyAt: number }> {
  return {
    open: (free) => ({ ...open(free), emptyAt: 0 }),
    choose: cheapest((host, server) => {
      const hours = (server.departs - host.emptyAt) / 3_600
      return (hours > 0 ? hours : -0.1 * hours) + (2 * host.free.memory) / hostSize.memory
    }),
    placed: (host, server) => {
      host.emptyAt = Math.max(host.emptyAt, server.departs)
    },
  }
}

type ForeseenHost = ReplayHost & { inUse: boolean; vacancy: Outlook; memoryFreeShare: number }

const refreshSeconds = 300
const learnSeconds = 1_800

/**
 * The product's packing, which learns lifetimes from what it has seen end and last so far. `planTogether`
 * plans what arrives in one instant of the trace in one go; otherwise every server is placed as it comes.
 */
export function foreseen(hostSize: Size, planTogether: boolean): PackingPolicy<ForeseenHost> {
  const lifetimes = startLifetimes()
  const hosts = new Set<ForeseenHost>()
  const outlooks = new Map<TracedServer, Outlook>()
  const watchedUntil = new Map<TracedServer, number>()
  let refreshedAt = Number.NEGATIVE_INFINITY
  let learntAt = Number.NEGATIVE_INFINITY

  const renew = (host: ForeseenHost) => {
    host.vacancy = hostVacancy(
      host.servers.map((server) => ({
        orderId: server.orderId,
        outlook: outlooks.get(server) ?? outlookOf(lifetimes, server, server.arrives),
      })),
    )
    host.memoryFreeShare = host.free.memory / hostSize.memory
  }
  const refresh = (now: number) => {
    if (now - refreshedAt < refreshSeconds) return
    refreshedAt = now
    if (now - learntAt >= learnSeconds) {
      learntAt = now
      for (const host of hosts) for (const server of host.servers) watch(server, now, false)
      lifetimes.learn()
    }
    for (const host of hosts) {
      for (const server of host.servers) outlooks.set(server, outlookOf(lifetimes, server, now))
      renew(host)
    }
  }
  const watch = (server: TracedServer, now: number, hasEnded: boolean) => {
    const from = watchedUntil.get(server) ?? server.arrives
    lifetimes.watch(kindOf(server), from - server.arrives, now - server.arrives, hasEnded)
    watchedUntil.set(server, now)
  }

  return {
    open: (free) => {
      const host = { ...open(free), inUse: true, vacancy: [], memoryFreeShare: 1 }
      hosts.add(host)
      return host
    },
    ...(planTogether && {
      order: (arrived: readonly TracedServer[], now: number) => {
        refresh(now)
        return orderForPacking(
          arrived.map((server) => ({ ...server, server, outlook: outlookOf(lifetimes, server, now) })),
        ).map(({ server }) => server)
      },
    }),
    choose: (all, server, now) => {
      refresh(now)
      return choosePackedHost(all, { size: server.size, outlook: outlookOf(lifetimes, server, now) })
    },
    placed: (host, server, now) => {
      outlooks.set(server, outlookOf(lifetimes, server, now))
      renew(host)
    },
    left: (host, server, now) => {
      watch(server, now, true)
      outlooks.delete(server)
      watchedUntil.delete(server)
      if (host.servers.length > 0) renew(host)
      else hosts.delete(host)
    },
  }
}

const kindOf = (server: TracedServer) => ({ ...server.size, orderCount: server.orderCount })
const outlookOf = (lifetimes: Lifetimes, server: TracedServer, now: number) =>
  lifetimes.outlook(kindOf(server), now - server.arrives)
