import { fitsIn, type Size } from '../../lib/placement/packing/shapes.ts'
import type { Trace, TracedServer } from './trace.ts'

export type ReplayHost = { free: Size; servers: TracedServer[] }

export type PackingPolicy<T extends ReplayHost = ReplayHost> = {
  open(size: Size): T
  /** The host in use that takes the server; null opens another, which is allowed only when none fits. */
  choose(hosts: readonly T[], server: TracedServer, now: number): T | null
  /** Servers that arrive in the same instant of the trace, in the order to place them. */
  order?(arrived: readonly TracedServer[], now: number): readonly TracedServer[]
  placed?(host: T, server: TracedServer, now: number): void
  left?(host: T, server: TracedServer, now: number): void
}

export type Sample = { atSeconds: number; hosts: number }

/**
 * Replay a trace: a host opens only when none in use fits, closes when it is empty, and no server ever
 * moves. Counts the hosts in use every `everySeconds`. Hosts stand in the order in which they opened.
 */
export function replayTrace<T extends ReplayHost>(
  trace: Trace,
  hostSize: Size,
  policy: PackingPolicy<T>,
  everySeconds: number,
): Sample[] {
  const hosts: T[] = []
  const hostOf = new Map<TracedServer, T>()
  const departures = [...trace.servers].sort((a, b) => a.departs - b.departs || a.arrives - b.arrives)
  const samples: Sample[] = []
  let arrival = 0
  let departure = 0

  function leave(server: TracedServer): void {
    const host = hostOf.get(server) as T
    hostOf.delete(server)
    host.servers.splice(host.servers.indexOf(server), 1)
    host.free.vcpu += server.size.vcpu
    host.free.memory += server.size.memory
    policy.left?.(host, server, server.departs)
    if (host.servers.length === 0) hosts.splice(hosts.indexOf(host), 1)
  }

  function place(server: TracedServer): void {
    let host = policy.choose(hosts, server, server.arrives)
    if (!host) {
      if (hosts.some((each) => fitsIn(server.size, each.free))) throw new Error('a host opened without need')
      host = policy.open({ ...hostSize })
      hosts.push(host)
    }
    if (!fitsIn(server.size, host.free)) throw new Error('a host was filled over its capacity')
    host.free.vcpu -= server.size.vcpu
    host.free.memory -= server.size.memory
    host.servers.push(server)
    hostOf.set(server, host)
    policy.placed?.(host, server, server.arrives)
  }

  for (let at = trace.startSeconds + everySeconds; at <= trace.endSeconds; at += everySeconds) {
    for (;;) {
      const next = trace.servers[arrival]
      const leaving = departures[departure]
      if (leaving && leaving.departs <= at && (!next || leaving.departs <= next.arrives)) {
        leave(leaving)
        departure += 1
      } else if (next && next.arrives < at) {
        const first = arrival
        while (trace.servers[arrival]?.arrives === next.arrives) arrival += 1
        const arrived = trace.servers.slice(first, arrival)
        for (const server of policy.order?.(arrived, next.arrives) ?? arrived) place(server)
      } else break
    }
    samples.push({ atSeconds: at, hosts: hosts.length })
  }
  return samples
}
