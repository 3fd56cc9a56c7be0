import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { isSameEvent, type RefusalReason, refuseEvent } from './check-event'
import { insertEvents, listEvents, listMetered } from './queries/events'
import type { MeteringEvent } from './schema'

/** A measurement and its position in the request. */
export type PlacedEvent = MeteringEvent & { index: number }
export type Refusal = { index: number; reason: RefusalReason }
/** The result of each measurement; the counts add up to the number received. */
export type IntakeResult = { accepted: number; duplicates: number; refused: Refusal[] }

/** The source: a zone's meters, which may only report its servers, or the worker's own counters. */
export type MeteringSource = Id<'zone'> | 'counters'

/**
 * Counts each measurement once or refuses it with a reason, individually: a repetition from the same source is a
 * duplicate when equal and a conflict otherwise, in any order and under concurrency. In the caller's transaction.
 */
export async function countEvents(
  tx: Tx,
  source: MeteringSource,
  events: readonly PlacedEvent[],
  now: Date,
): Promise<IntakeResult> {
  const ids = [...new Set(events.map(({ resourceId }) => resourceId))]
  const servers = await listMetered(tx, ids, source === 'counters' ? null : source)
  const refused: Refusal[] = []
  const wanted = new Map<string, PlacedEvent>()
  const repetitions: PlacedEvent[] = []
  for (const event of events) {
    const reason = refuseEvent(event, servers.get(event.resourceId) ?? null, now)
    if (reason) refused.push({ index: event.index, reason })
    else if (wanted.has(event.key)) repetitions.push(event)
    else wanted.set(event.key, event)
  }
  const fresh = [...wanted.values()].map(({ key, resourceId, at, quantity }) => ({
    eventKey: key,
    instanceId: resourceId,
    at,
    bytes: quantity,
  }))
  const kept = fresh.length > 0 ? await insertEvents(tx, source, fresh, now) : new Set<string>()
  const repeated = [...repetitions, ...[...wanted.values()].filter(({ key }) => !kept.has(key))]
  const conflicts = await findConflicts(tx, source, repeated)
  refused.push(...conflicts.map(({ index }) => ({ index, reason: 'conflict' as const })))
  return {
    accepted: kept.size,
    duplicates: repeated.length - conflicts.length,
    refused: refused.sort((a, b) => a.index - b.index),
  }
}

/** Repeated measurements that differ from the counted ones. */
async function findConflicts(
  tx: Tx,
  source: MeteringSource,
  repeated: readonly PlacedEvent[],
): Promise<PlacedEvent[]> {
  if (repeated.length === 0) return []
  const rows = await listEvents(tx, source, [...new Set(repeated.map(({ key }) => key))])
  const counted = new Map(rows.map((row) => [row.eventKey, row]))
  return repeated.filter((event) => {
    const row = counted.get(event.key)
    return !row || !isSameEvent(event, { resourceId: row.instanceId, at: row.at, quantity: row.bytes })
  })
}
