import type { Tx } from '~/db/client'
import type { ChangeKind } from '~/db/schema/ordering/changes'
import { assertWithinSpending } from '~/lib/budgets'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'

/** A change that was checked and costs more a month than before. */
export type CostlyChange = {
  kind: ChangeKind
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  /** Of what is changed; what is new has the tags of its project alone. */
  ownTags?: Readonly<Record<string, string>>
  /** The server or volume that is changed, or of which something is kept. */
  resource: { kind: 'instance' | 'volume'; id: Id<'instance'> | Id<'volume'>; name: string }
  /** The order line whose references the cost carries. */
  orderLineId: Id<'orderLine'>
  /** As signature rules name it; what is kept of a server or volume is storage. */
  bundleKind: 'compute' | 'storage' | 'combined'
  /** What it becomes, or what is kept: a bundle's name, a snapshot's. */
  label: string
  /** Of a month, without VAT. The judge is asked only where it is more than zero. */
  moreCents: bigint
}

/** The change waits for a decision, as an order does. */
export type WaitingChange = { outcome: 'held'; orderId: Id<'order'>; number: string }

/** `sagaId` null where nothing is to be done outside; `madeId` is what is kept from now on: a snapshot, an image, a backup. */
export type DoneChange = { outcome: 'done'; sagaId: Id<'saga'> | null; madeId?: string }

/**
 * Decides whether a change that costs more goes on now (null) or waits. The rules that decide about orders are above this
 * domain: who requests a change hands the judge in.
 *
 * @throws DomainError when the change is refused
 */
export type Judge = (tx: Tx, ctx: OpContext, change: CostlyChange) => Promise<WaitingChange | null>

/**
 * The judge of a schedule's turn, which was decided before. It refuses over limits alone.
 *
 * @throws DomainError `spending_cap_exceeded`, `budget_exceeded`
 */
export const judgeLimits: Judge = async (tx, ctx, change) => {
  await assertWithinSpending(tx, change, ctx.now)
  return null
}

/** Asks the judge about what costs more; null where the change costs no more or may go on. */
export async function judgeMore(
  tx: Tx,
  ctx: OpContext,
  judge: Judge,
  change: CostlyChange,
): Promise<WaitingChange | null> {
  return change.moreCents > 0n ? judge(tx, ctx, change) : null
}

type Kept = Pick<CostlyChange, 'organisationId' | 'projectId' | 'orderLineId'> & {
  id: Id<'instance'> | Id<'volume'>
  name: string
}

/** Of a change of this server or volume itself, which has tags of its own. Pure. */
export function changedOf(
  { tags, organisationId, projectId, orderLineId, id, name }: Kept & { tags: Record<string, string> },
  kind: 'instance' | 'volume',
): Omit<CostlyChange, 'kind' | 'label' | 'moreCents' | 'bundleKind'> {
  return { organisationId, projectId, orderLineId, ownTags: tags, resource: { kind, id, name } }
}

/** Of a change that keeps something of this server or volume: it is storage, and has the tags of its project alone. Pure. */
export function keptOf(
  { organisationId, projectId, orderLineId, id, name }: Kept,
  kind: 'instance' | 'volume',
): Omit<CostlyChange, 'kind' | 'label' | 'moreCents'> {
  return { organisationId, projectId, orderLineId, resource: { kind, id, name }, bundleKind: 'storage' }
}
