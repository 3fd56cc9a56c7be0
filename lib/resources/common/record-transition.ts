import type { Tx } from '~/db/client'
import type { ResourceKind } from '~/db/schema/resources/compute'
import { type Id, newId } from '~/lib/kernel/ids'
import type { Actor, OpContext } from '~/lib/kernel/op-context'
import { toSecond } from '~/lib/kernel/time/clock'
import { insertTransitions, lastEffectiveAt } from './queries/transitions'

export type Transition = {
  organisationId: Id<'organisation'>
  resourceKind: ResourceKind
  resourceId: string
  fromState: string | null
  toState: string
  effectiveAt: Date
}

/**
 * Appends one transition, to the second. Instants never decrease under the resource's lock: an observation
 * older than the last one gets its instant. Returns the recorded instant.
 */
export async function recordTransition(tx: Tx, ctx: OpContext, transition: Transition): Promise<Date> {
  const last = transition.fromState === null ? null : await lastEffectiveAt(tx, transition.resourceId)
  const wanted = toSecond(transition.effectiveAt)
  const effectiveAt = last && last > wanted ? last : wanted
  await insertTransitions(tx, [
    {
      ...transition,
      id: newId('transition', ctx.now.getTime()),
      effectiveAt,
      recordedAt: ctx.now,
      causedBy: cause(ctx.actor),
    },
  ])
  return effectiveAt
}

/** Inserts the first transitions of new resources in one statement. */
export async function recordFirstTransitions(
  tx: Tx,
  ctx: OpContext,
  resources: readonly { organisationId: Id<'organisation'>; id: string }[],
  resourceKind: ResourceKind,
): Promise<void> {
  await insertTransitions(
    tx,
    resources.map(({ organisationId, id }) => ({
      organisationId,
      resourceKind,
      resourceId: id,
      fromState: null,
      toState: 'creating',
      id: newId('transition', ctx.now.getTime()),
      effectiveAt: toSecond(ctx.now),
      recordedAt: ctx.now,
      causedBy: cause(ctx.actor),
    })),
  )
}

function cause(actor: Actor): string {
  switch (actor.kind) {
    case 'account':
      return actor.accountId
    case 'staff':
      return actor.staffId
    case 'system':
      return actor.name
    case 'anonymous':
      return 'anonymous'
  }
}
