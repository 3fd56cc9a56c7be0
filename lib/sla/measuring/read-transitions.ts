import type { Tx } from '~/db/client'
import type { VantageKind } from '~/db/schema/sla/sla'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Id } from '~/lib/kernel/ids'
import type { Span } from '../availability/compute-availability'
import { combineVantages, type Reading, type Transition } from '../availability/transitions'
import type { Subject } from './list-subjects'
import { overlayGaps } from './overlay-gaps'
import * as queries from './queries/seen'

/** One vantage's observations of a subject. */
export type VantageSight = {
  vantageId: Id<'vantage'>
  kind: VantageKind
  name: string
  transitions: Transition[]
}

/** A subject's observations by all of its vantages together and by each. */
export type Sight = {
  transitions: Transition[]
  vantages: VantageSight[]
  /** The newest round of its vantages; null before the first. */
  knownUntil: number | null
}

type ProbedSubject = Pick<Subject, 'id' | 'zoneId'>

/**
 * The observations of each subject within half-open `window` (milliseconds, UTC), sorted, starting with the state in
 * force: unknown in every gap of a vantage and after its last round. A vantage of the subject's zone that never
 * observed it counts as unknown, because down requires all vantages.
 */
export async function readTransitions(
  tx: Tx,
  subjects: readonly ProbedSubject[],
  window: Span,
): Promise<Map<string, Sight>> {
  const [from, to] = [new Date(window.from), new Date(window.to)]
  const vantages = (await queries.listVantageRows(tx)).filter(
    ({ createdAt, retiredAt }) => createdAt < to && (retiredAt === null || retiredAt > from),
  )
  const gaps = new Map<string, Span[]>()
  for (const { vantageId, fromAt, toAt } of await queries.listGapRows(
    tx,
    vantages.map(({ id }) => id),
    from,
    to,
  ))
    gaps.set(vantageId, [...(gaps.get(vantageId) ?? []), { from: fromAt.getTime(), to: toAt.getTime() }])
  const byZone = groupedBy(vantages, ({ zoneId }) => zoneId)
  const ids = subjects.map(({ id }) => id)
  const pairs = subjects.flatMap(({ id: subjectId, zoneId }) =>
    (byZone.get(zoneId) ?? []).map(({ id: vantageId }) => ({ subjectId, vantageId })),
  )
  const seen = new Map<string, Transition[]>()
  const rows = [
    ...(await queries.listInForce(tx, pairs, from)),
    ...(await queries.listSeen(tx, ids, from, to)),
  ]
  for (const row of rows) {
    const key = `${row.subjectId} ${row.vantageId}`
    // The state in force comes first.
    const inForce = seen.get(key)
    seen.set(key, inForce ? [...inForce, ...unpack(row.seen)] : unpack(row.seen))
  }
  return new Map(
    subjects.map(({ id, zoneId }) => {
      const sights = (byZone.get(zoneId) ?? []).map((vantage): VantageSight & { knownUntil: number } => {
        const knownUntil = vantage.lastRoundAt?.getTime() ?? 0
        const transitions = overlayGaps(
          seen.get(`${id} ${vantage.id}`) ?? [],
          gaps.get(vantage.id) ?? [],
          knownUntil,
        )
        return { vantageId: vantage.id, kind: vantage.kind, name: vantage.name, transitions, knownUntil }
      })
      const knownUntil = Math.max(0, ...sights.map((sight) => sight.knownUntil)) || null
      const together = combineVantages(sights.map((sight) => sight.transitions))
      return [id, { transitions: together, vantages: sights, knownUntil }]
    }),
  )
}

const zero = 48
const states: Readonly<Record<number, Reading>> = { 43: 'up', 45: 'down', 63: 'unknown' }

/**
 * Unpacks `1764115200000+,1764115260000-` into transitions. Character by character, because a month's end reads a
 * million.
 */
function unpack(seen: string): Transition[] {
  const transitions: Transition[] = []
  let at = 0
  for (let index = 0; index < seen.length; index += 1) {
    const code = seen.charCodeAt(index)
    const state = states[code]
    if (state) transitions.push({ at, state })
    // A comma starts the next instant.
    at = code < zero ? 0 : at * 10 + code - zero
  }
  return transitions
}
