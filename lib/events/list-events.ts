import type { z } from 'zod'
import { withOrganisation, withSystem } from '~/db/client'
import { authorize, authorizeSystem, may } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { eventResources, resourceOf } from './catalogue'
import { coveredTypes } from './patterns'
import { type EventRow, findPosition, listEvents, pruneEvents } from './queries/events'
import type { listEventsInput } from './schema'

export const keptDays = 30

export type EventView = {
  id: Id<'event'>
  type: string
  occurredAt: string
  projectId: Id<'project'> | null
  subject: { kind: string; id: string }
  /** `id` is null for the operator's staff. */
  actor: { kind: 'anonymous' | 'account' | 'staff' | 'system'; id: string | null; tokenId: string | null }
  data: Record<string, unknown>
}

/**
 * Events of the organisation in their order, the oldest first: those of the last 30 days that the caller may see. A
 * guest sees those of its projects.
 *
 * @throws DomainError `not_found` when the event of `after` is not kept any more
 */
export async function readEvents(
  ctx: OpContext,
  input: z.output<typeof listEventsInput>,
): Promise<{ events: EventView[]; hasMore: boolean }> {
  authorize(ctx, 'organisation:read')
  const types = coveredTypes(input.types).filter((type) => maySee(ctx, type))
  return withOrganisation(ctx, async (tx, organisationId) => {
    const after = input.after ? await findPosition(tx, organisationId, input.after) : null
    if (input.after && after === null)
      throw new DomainError('not_found', { field: 'after', params: { reason: 'event_not_kept' } })
    const filter = {
      types,
      projectId: input.projectId ?? null,
      after,
      from: input.from ?? null,
      until: null,
    }
    const rows = await listEvents(tx, organisationId, filter, input.limit + 1)
    return { events: rows.slice(0, input.limit).map(toView), hasMore: rows.length > input.limit }
  })
}

/** A role in a project suffices: row-level security shows a guest no other project. */
function maySee(ctx: OpContext, type: Parameters<typeof resourceOf>[0]): boolean {
  const { permission } = eventResources[resourceOf(type)]
  const projects = Object.keys(ctx.membership?.projectRoles ?? {}) as Id<'project'>[]
  return may(ctx, permission) || projects.some((projectId) => may(ctx, permission, projectId))
}

/** An event as programs read it. Pure. */
export function toView(row: EventRow): EventView {
  const { id, type, occurredAt, projectId, subjectKind, subjectId, actorKind, actorId, tokenId, data } = row
  return {
    id,
    type,
    occurredAt: occurredAt.toISOString(),
    projectId,
    subject: { kind: subjectKind, id: subjectId },
    actor: { kind: actorKind, id: actorId, tokenId },
    data,
  }
}

/** Deletes the events that are not kept any more. */
export async function sweepOldEvents(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  await withSystem(ctx, (tx) => pruneEvents(tx, addSeconds(ctx.now, -keptDays * 86_400)))
}
