import type { Tx } from '~/db/client'
import { type Id, toId } from '~/lib/kernel/ids'
import { auditedTypes } from './catalogue'
import {
  type EventRow,
  hasUnpublished,
  insertEvents,
  listAudited,
  listUnpublished,
  lockPublication,
  setPositions,
  updatePublication,
} from './queries/events'
import { listProjectsOf } from './queries/projects-of'

export type PublishedEvent = EventRow & { position: bigint }

const batch = 500

/**
 * In `tx`: publishes the next events, those of the audit log and the emitted ones, and returns them in their order. One
 * worker publishes at a time; the others get none. `isFull` when more wait.
 */
export async function publishNext(tx: Tx): Promise<{ published: PublishedEvent[]; isFull: boolean }> {
  const nothing = { published: [], isFull: false }
  // Most looks find none, and need no lock.
  if (!(await hasUnpublished(tx))) return nothing
  const last = await lockPublication(tx)
  if (!last) return nothing
  const entries = await listAudited(tx, last.sequence, batch)
  const emitted = await listUnpublished(tx, batch)
  const audited = await fromAudit(tx, entries)
  let { position } = last
  const published = [...audited, ...emitted].sort(byTime).map((row) => {
    position += 1n
    return { ...row, position }
  })
  const isAudited = new Set(audited.map(({ id }) => id))
  await insertEvents(
    tx,
    published.filter(({ id }) => isAudited.has(id)),
  )
  await setPositions(
    tx,
    published.filter(({ id }) => !isAudited.has(id)),
  )
  await updatePublication(tx, { sequence: entries.at(-1)?.sequence ?? last.sequence, position })
  return { published, isFull: entries.length === batch || emitted.length === batch }
}

type Entry = Awaited<ReturnType<typeof listAudited>>[number]

/** Events of the entries that are about an organisation and in the catalogue. */
async function fromAudit(tx: Tx, entries: readonly Entry[]): Promise<EventRow[]> {
  const own = entries.filter(({ organisationId, event }) => organisationId && auditedTypes.has(event))
  const projects = await listProjectsOf(tx, [...new Set(own.map(({ subjectId }) => subjectId))])
  return own.flatMap(({ organisationId, ...entry }) =>
    organisationId
      ? [
          {
            // The same at each publication, also after a restore: receivers drop what they have had.
            id: toId('event', `evt_${entry.id.slice(4)}`),
            organisationId,
            projectId: projects.get(entry.subjectId) ?? null,
            type: entry.event,
            subjectKind: entry.subjectKind,
            subjectId: entry.subjectId,
            actorKind: entry.actorKind,
            actorId: entry.actorKind === 'account' ? entry.actorId : null,
            tokenId: tokenIn(entry.details),
            data: {},
            occurredAt: entry.occurredAt,
            traceparent: null,
            position: null,
          },
        ]
      : [],
  )
}

const tokenIn = ({ token }: Record<string, unknown>) =>
  ((token as { id?: string } | undefined)?.id ?? null) as Id<'apiToken'> | null

const byTime = (a: EventRow, b: EventRow) =>
  a.occurredAt.getTime() - b.occurredAt.getTime() || (a.id < b.id ? -1 : 1)
