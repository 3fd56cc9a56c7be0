import type { listHostEvents, listHostMoves } from './queries/host-history'
import type { HostEvent } from './views'

type Event = Awaited<ReturnType<typeof listHostEvents>>[number]
type Move = Awaited<ReturnType<typeof listHostMoves>>[number]

/** Merges a host's audit entries and server moves, newest first. Pure. */
export function hostHistory(events: readonly Event[], moves: readonly Move[]): HostEvent[] {
  const recorded = events.map(({ id, event, actorName, details, occurredAt }): HostEvent => {
    const reason = typeof details.reason === 'string' ? details.reason : null
    return { id, kind: 'event', event, at: occurredAt.toISOString(), actor: actorName, reason }
  })
  const moved = moves.map(({ id, state, server, isArrival, otherId, otherName, at }): HostEvent => {
    const outcome = state === 'succeeded' ? 'moved' : state === 'undone' ? 'failed' : 'moving'
    const other = { id: otherId, name: otherName }
    return {
      id,
      kind: 'move',
      at: at.toISOString(),
      server,
      direction: isArrival ? 'in' : 'out',
      outcome,
      other,
    }
  })
  return [...recorded, ...moved].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? 1 : -1))
}
