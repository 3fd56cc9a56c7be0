import { acrossProjects, type Tx } from '~/db/client'
import type { ChangeRequest } from '~/db/schema/ordering/changes'
import type { CostReferences } from '~/db/schema/ordering/ordering'
import { assertWithinSpending } from '~/lib/budgets'
import { requireCurrentLegalVersions } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import type { CostlyChange, WaitingChange } from '~/lib/resources'
import { committedMonthlyCents } from '~/lib/usage'
import { judge, withJudgement } from '../acceptance/judge'
import { findHold } from '../holds/find-hold'
import { commitmentsOfMember, readDay } from '../holds/read-day'
import { fitsUnder } from '../purchase-orders/use'
import { countHeldChanges, findHeldChange, findReferencesOfLine } from '../queries/changes'
import type { findBuyerForUpdate } from '../queries/place'
import { lockByNumbers } from '../queries/purchase-orders'
import { microCentsOf } from './amount'
import { changeKey } from './change-key'
import { dryRunChange } from './dry-run-change'
import { contentHashOf, holdChange } from './hold-change'

type Buyer = Awaited<ReturnType<typeof findBuyerForUpdate>>

/** Per server or volume, so that deciders do not get more requests about it at once. */
const heldChangesMax = 5

/** The change must wait and was not counted as an order yet; the caller rolls everything back. */
export class MustWaitError extends Error {}

/**
 * Judges a change that costs more by the rules for orders: null when it may be carried out, else the order it
 * waits as. Repeating a waiting change returns the same order.
 *
 * @throws DomainError `spending_cap_exceeded`, `budget_exceeded`, `state_forbids` (`legal_versions_outdated`;
 * `change_waits`: another one waits; `too_many_changes_wait`)
 * @throws MustWaitError unless it may be made to wait
 */
export async function judgeChange(
  tx: Tx,
  ctx: OpContext,
  request: ChangeRequest,
  change: CostlyChange,
  { buyer, mayWait }: { buyer: Buyer; mayWait: boolean },
): Promise<WaitingChange | null> {
  invariant(buyer, 'the buyer of a resource exists')
  const { organisationId, projectId, moreCents: monthlyCents, bundleKind } = change
  await requireCurrentLegalVersions(tx, organisationId, ctx.now)
  const waiting = await findHeldChange(tx, organisationId, changeKey(request))
  if (waiting?.contentHash === contentHashOf(request, change))
    return { outcome: 'held', orderId: waiting.id, number: waiting.number }
  if (waiting) throw new DomainError('state_forbids', { params: { reason: 'change_waits' } })
  await assertWithinSpending(tx, change, ctx.now)
  const costReferences = await findReferencesOfLine(tx, change.orderLineId)
  const day = await readDay(tx, ctx, organisationId)
  const committedCents = await acrossProjects(tx, () => committedMonthlyCents(tx, organisationId, ctx.now))
  const asked = { monthlyCents, committedCents, day, isQuote: false }
  const { judged, acceptingRules } = await judge(tx, ctx, organisationId, buyer, asked, [])
  const signed = {
    organisationId,
    projectId,
    monthlyCents,
    kinds: [bundleKind],
    before: commitmentsOfMember(day, ctx),
  }
  const isOver = await isOverPurchaseOrder(tx, ctx, change, costReferences)
  const hold = withJudgement(await findHold(tx, ctx, signed, isOver), judged, ctx.now)
  if (!hold) return null
  if ((await countHeldChanges(tx, change.resource.id)) >= heldChangesMax)
    throw new DomainError('state_forbids', {
      params: { reason: 'too_many_changes_wait', max: String(heldChangesMax) },
    })
  if (!mayWait) throw new MustWaitError()
  // Before taking the number: its lock makes other orders of the zone wait while holding capacity.
  await dryRunChange(tx, ctx, request)
  return holdChange(tx, ctx, { request, change, costReferences, hold, judged, acceptingRules })
}

/**
 * Whether the additional use until the purchase order's last day exceeds its ceiling. A purchase order that is
 * over or not yet valid is ignored: the use falls on none of its days.
 */
async function isOverPurchaseOrder(
  tx: Tx,
  ctx: OpContext,
  { organisationId, resource, moreCents }: CostlyChange,
  { purchaseOrderNumber }: CostReferences,
): Promise<boolean> {
  if (!purchaseOrderNumber) return false
  const more = { id: resource.id, microCentsPerHour: microCentsOf(moreCents), count: 1 }
  for (const row of await lockByNumbers(tx, organisationId, [purchaseOrderNumber])) {
    const { outcome } = await fitsUnder(tx, row, [more], ctx.now)
    if (outcome === 'over') return true
  }
  return false
}
