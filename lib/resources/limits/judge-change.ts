import type { Tx } from '~/db/client'
import type { ChangeKind } from '~/db/schema/ordering/changes'
import { assertWithinSpending } from '~/lib/budgets'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'

/** A valid change with a higher monthly cost. */
export type CostlyChange = {
  kind: ChangeKind
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  /** Tags of the changed resource; a new resource has only the tags of its project. */
  ownTags?: Readonly<Record<string, string>>
  /** The server or volume that is changed, or copied. */
  resource: { kind: 'instance' | 'volume'; id: Id<'instance'> | Id<'volume'>; name: string }
  /** The order line with the references for this cost. */
  orderLineId: Id<'orderLine'>
  /** As signature rules name it; copies of a server or volume are storage. */
  bundleKind: 'compute' | 'storage' | 'combined'
  /** The French name of the new bundle, or the name of the copy. */
  label: string
  /** The bundle's English name; empty or absent where `label` serves both languages. */
  labelEn?: string
  /** Additional cents per month, without VAT. The judge is called only when it is more than zero. */
  moreCents: bigint
}

/** The change waits for a decision, like an order. */
export type WaitingChange = { outcome: 'held'; orderId: Id<'order'>; number: string }

/** `sagaId` is null when nothing changes on the hypervisor; `madeId` is the new snapshot, image or backup. */
export type DoneChange = { outcome: 'done'; sagaId: Id<'saga'> | null; madeId?: string }

/**
 * Decides whether a change that costs more is carried out now (null) or waits. The rules for orders are in a
 * layer above this domain, so the caller passes the judge in.
 *
 * @throws DomainError when the change is refused
 */
export type Judge = (tx: Tx, ctx: OpContext, change: CostlyChange) => Promise<WaitingChange | null>

/**
 * The judge for a scheduled copy, which was approved with its schedule. It refuses only over limits.
 *
 * @throws DomainError `spending_cap_exceeded`, `budget_exceeded`
 */
export const judgeLimits: Judge = async (tx, ctx, change) => {
  await assertWithinSpending(tx, change, ctx.now)
  return null
}

/** Calls the judge for a change that costs more; null when the change costs no more or may be carried out. */
export async function judgeIfCostlier(
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

/** A change of this server or volume, which has tags of its own. Pure. */
export function changedOf(
  { tags, organisationId, projectId, orderLineId, id, name }: Kept & { tags: Record<string, string> },
  kind: 'instance' | 'volume',
): Omit<CostlyChange, 'kind' | 'label' | 'moreCents' | 'bundleKind'> {
  return { organisationId, projectId, orderLineId, ownTags: tags, resource: { kind, id, name } }
}

/** A copy of this server or volume: it is storage, and has only the tags of its project. Pure. */
export function keptOf(
  { organisationId, projectId, orderLineId, id, name }: Kept,
  kind: 'instance' | 'volume',
): Omit<CostlyChange, 'kind' | 'label' | 'moreCents'> {
  return { organisationId, projectId, orderLineId, resource: { kind, id, name }, bundleKind: 'storage' }
}
