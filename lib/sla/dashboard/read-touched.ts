import type { Tx } from '~/db/client'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Span } from '../availability/compute-availability'
import { listIncidentsOf } from '../queries/resource-events'
import type { TouchedView } from './views'

type Named = { id: string; name: string }

/** Incidents that affected some of these resources within the half-open `span`, newest first. */
export async function readIncidentsOf(
  tx: Tx,
  resources: readonly Named[],
  span: Span,
): Promise<TouchedView[]> {
  const nameOf = new Map(resources.map(({ id, name }) => [id, name]))
  const rows = await listIncidentsOf(tx, [...nameOf.keys()], new Date(span.from), new Date(span.to))
  return [...groupedBy(rows, ({ id }) => id).values()].flatMap((touched) => {
    const [first] = touched
    if (!first) return []
    const ends = touched.flatMap(({ toAt }) => toAt?.getTime() ?? [])
    return {
      id: first.id,
      number: first.number,
      state: first.state,
      severity: first.severity,
      title: { fr: first.titleFr, en: first.titleEn },
      from: new Date(Math.min(...touched.map(({ fromAt }) => fromAt.getTime()))).toISOString(),
      to: ends.length < touched.length ? null : new Date(Math.max(...ends)).toISOString(),
      resources: touched.map(({ subjectId }) => ({ id: subjectId, name: nameOf.get(subjectId) ?? '' })),
    }
  })
}
