import type { Id } from '~/lib/kernel/ids'
import { type Kind, type LearntKind, startLifetimes } from './lifetimes'
import { hoursAhead, type Outlook } from './outlook'
import { type HostWeights, scoreHost, weighHost } from './score-host'

/** A server on a host, by size and age. */
export type PlacedServer = Kind & { hostId: Id<'host'>; createdSeconds: number }

/** The input of packing: the servers of a zone, and what was learnt about lifetimes there. */
export type PackingInput = {
  nowSeconds: number
  lifetimes: readonly LearntKind[]
  servers: readonly PlacedServer[]
}

/** When each host of a zone is likely to become empty; updated as servers are planned on it. */
export type HostFutures = {
  /** How long a new server of this kind is likely to exist. */
  outlookOf(kind: Kind): Outlook
  /** The future of a host; null for a host added after the futures were read. */
  find(hostId: Id<'host'>): HostFuture | null
  /** Adds a planned server to the host (`sign` 1), or removes it (-1). */
  plan(hostId: Id<'host'>, server: Outlook, sign: 1 | -1): void
}

/**
 * Futures are reused this long: ages change little within a minute, and reading all servers of a zone is slow.
 */
export const futuresFreshForSeconds = 60

/** `read`: the chance of vacancy when it was read; `planned`: servers planned on it since. */
export type HostFuture = {
  memoryMibTotal: number
  read: Float64Array
  planned: Outlook[]
  weights: HostWeights
}

/** Higher than the score of any host in use: an empty host is used only when none of those fits. */
const unusedScore = 1_000_000

/** The futures of a zone's hosts at one instant. Deterministic. */
export function openFutures(
  hosts: readonly { id: Id<'host'>; memoryMibTotal: number }[],
  { nowSeconds, lifetimes: learnt, servers }: PackingInput,
): HostFutures {
  const lifetimes = startLifetimes(learnt)
  const futures = new Map<Id<'host'>, HostFuture>()
  for (const { id, memoryMibTotal } of hosts) {
    const read = new Float64Array(hoursAhead.length).fill(1)
    futures.set(id, { memoryMibTotal, read, planned: [], weights: weighHost(read) })
  }
  for (const server of servers) {
    const future = futures.get(server.hostId)
    if (future) leave(future.read, lifetimes.outlook(server, nowSeconds - server.createdSeconds))
  }
  for (const future of futures.values()) weigh(future)
  return {
    outlookOf: (kind) => lifetimes.outlook(kind, 0),
    find: (hostId) => futures.get(hostId) ?? null,
    plan(hostId, server, sign) {
      const future = futures.get(hostId)
      if (!future) return
      if (sign === 1) future.planned.push(server)
      else {
        const at = future.planned.findIndex((each) => isSame(each, server))
        if (at !== -1) future.planned.splice(at, 1)
      }
      weigh(future)
    },
  }
}

/** The cost of a place on a host: `scoreHost`, and higher than any of those for an empty host. Pure. */
export function placementCost(future: HostFuture | null, memoryMibFree: number, server: Outlook): number {
  if (!future || memoryMibFree >= future.memoryMibTotal) return unusedScore
  return scoreHost(future.weights, memoryMibFree / future.memoryMibTotal, server)
}

/** Multiplies in the chance that one more server is gone. */
function leave(vacancy: Float64Array, server: Outlook): void {
  for (let at = 0; at < vacancy.length; at += 1) vacancy[at] = (vacancy[at] ?? 0) * (1 - (server[at] ?? 0))
}

function weigh(future: HostFuture): void {
  const vacancy = Float64Array.from(future.read)
  for (const server of future.planned) leave(vacancy, server)
  future.weights = weighHost(vacancy)
}

const isSame = (one: Outlook, other: Outlook) => hoursAhead.every((_, at) => one[at] === other[at])
