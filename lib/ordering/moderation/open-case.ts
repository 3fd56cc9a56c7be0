import type { Tx } from '~/db/client'
import type { ReferenceCheck } from '~/db/schema/ordering/ordering'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { openCase } from '~/lib/moderation'
import type { Judgement } from '../acceptance/rules'

type Order = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  orderId: Id<'order'>
  /** The displayed number of the order or quote. */
  number: string
  monthlyCents: bigint
}

/** Opens a case for the order or quote in the moderation queue, with the reasons why no rule accepted it. */
export async function openOrderCase(
  tx: Tx,
  ctx: OpContext,
  order: Order,
  asked: { kind: 'order' | 'quote'; judged: Judgement; expiresAt: Date },
): Promise<void> {
  const because = asked.judged.outcome === 'moderate' ? asked.judged.because : []
  await queueOrder(tx, ctx, order, asked.kind, { because, expiresAt: asked.expiresAt.toISOString() })
}

/** Opens a case for a running order with references that no directory could check. */
export async function openReferencesCase(
  tx: Tx,
  ctx: OpContext,
  order: Order,
  check: ReferenceCheck | null,
): Promise<void> {
  if (check === 'unreachable' || check === 'unknown_structure')
    await queueOrder(tx, ctx, order, 'references', { because: [check] })
}

async function queueOrder(
  tx: Tx,
  ctx: OpContext,
  { organisationId, projectId, orderId, number, monthlyCents }: Order,
  kind: 'order' | 'quote' | 'references',
  facts: { because: string[]; expiresAt?: string },
): Promise<void> {
  const applicant = ctx.actor.kind === 'account' ? { applicant: ctx.actor.accountId } : {}
  await openCase(tx, ctx, {
    organisationId,
    projectId,
    kind,
    subjectId: orderId,
    summary: { number, monthlyCents: monthlyCents.toString(), ...applicant, ...facts },
  })
}
