import type { Tx } from '~/db/client'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Span } from '../availability/compute-availability'
import type { ExclusionFacts } from '../contract/exclusions'
import type { Subject } from './list-subjects'
import * as queries from './queries/exclusions'
import { roundMs } from './rounds'

/** Events within `window` that the contract may exclude for each subject. */
export async function readExclusionFacts(
  tx: Tx,
  subjects: readonly Subject[],
  window: Span,
): Promise<(subject: Subject) => ExclusionFacts> {
  const [from, to] = [new Date(window.from), new Date(window.to)]
  const ids = subjects.filter(({ organisationId }) => organisationId !== null).map(({ id }) => id)
  const isAboutZones = subjects.some(({ kind }) => kind === 'zone')
  const works = [
    ...(await queries.listMaintenanceOf(tx, ids, from, to)),
    ...(isAboutZones ? await queries.listMaintenanceOfZones(tx, from, to) : []),
  ]
  const decisions = [
    ...(await queries.listDecisionsOf(tx, ids, from, to)),
    ...(isAboutZones ? await queries.listDecisionsOfZones(tx, from, to) : []),
  ]
  const worksBy = groupedBy(works, ({ subjectId }) => subjectId)
  const decisionsBy = groupedBy(decisions, ({ subjectId }) => subjectId)
  return ({ id, life }) => ({
    maintenance: (worksBy.get(id) ?? []).map(({ startsAt, endsAt, endedAt, toldAt }) => ({
      from: startsAt.getTime(),
      to: Math.min(endsAt.getTime(), endedAt?.getTime() ?? Number.POSITIVE_INFINITY),
      announcedAt: toldAt.getTime(),
    })),
    // An observation covers the time since the previous one, so an own stop is extended by a round on both sides.
    ownStops: life.ownStops.map(({ from, to }) => ({ from: from - roundMs, to: to + roundMs })),
    forceMajeure: (decisionsBy.get(id) ?? []).map(({ fromAt, toAt }) => ({
      from: fromAt.getTime(),
      to: toAt.getTime(),
    })),
  })
}
