import type { Tx } from '~/db/client'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { currentTraceparent } from '~/lib/kernel/tracing/tracer'
import { type EmittedType, resourceOf } from './catalogue'
import type { EmittedData } from './emitted'
import { insertEvents } from './queries/events'

/**
 * In `tx`: writes an event atomically with the change. Within a second a worker publishes it, to the organisation's
 * webhooks and in its list of events.
 */
export async function emitEvent<T extends EmittedType>(
  tx: Tx,
  ctx: Pick<OpContext, 'now' | 'actor'>,
  { data, ...event }: { organisationId: Id<'organisation'>; event: T; data: EmittedData<T> },
): Promise<void> {
  await emitEvents(tx, ctx, event, [data])
}

/** As `emitEvent`, for many occurrences of an event, in a constant number of statements. */
export async function emitEvents<T extends EmittedType>(
  tx: Tx,
  ctx: Pick<OpContext, 'now' | 'actor'>,
  { organisationId, event }: { organisationId: Id<'organisation'>; event: T },
  each: readonly EmittedData<T>[],
): Promise<void> {
  const { actor } = ctx
  const subjectKind = resourceOf(event)
  await insertEvents(
    tx,
    each.map((data) => ({
      id: newId('event', ctx.now.getTime()),
      organisationId,
      projectId: projectIn(data),
      type: event,
      subjectKind,
      subjectId: firstId(data),
      actorKind: actor.kind,
      actorId: actor.kind === 'account' ? actor.accountId : null,
      tokenId: actor.kind === 'account' ? (actor.token?.id ?? null) : null,
      data,
      occurredAt: ctx.now,
      traceparent: currentTraceparent() ?? null,
      position: null,
    })),
  )
}

const projectIn = (data: object) => ('projectId' in data ? (data.projectId as Id<'project'> | null) : null)

/** Its data begin with the id of what they are about. */
const firstId = (data: object) => String(Object.values(data)[0])
