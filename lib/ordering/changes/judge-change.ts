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
import { ofMember, readDay } from '../holds/read-day'
import { fitsUnder } from '../purchase-orders/standing'
import { countHeldChanges, findHeldChange, findReferencesOfLine } from '../queries/changes'
import type { findBuyerForUpdate } from '../queries/place'
import { lockByNumbers } from '../queries/purchase-orders'
import { microCentsOf } from './amount'
import { changeKey } from './change-key'
import { contentHashOf, holdChange } from './hold-change'
import { rehearse } from './rehearse'

type Buyer = Awaited<ReturnType<typeof findBuyerForUpdate>>

/** Of one server or volume: whoever decides is not asked more than that about it at once. */
const heldChangesMax = 5

/** The change is to wait and was not counted as an order yet; nothing of it may be left. */
export class WouldWait extends Error {}

/**
 * The one judgement of a change that costs more, by the rules that judge orders: null when it may go on, else what it
 * waits as. Asked again while it waits, the same change is answered the same.
 *
 * @throws DomainError `spending_cap_exceeded`, `budget_exceeded`, `state_forbids` (`legal_versions_outdated`; `change_waits`:
 *   another one waits; `too_many_changes_wait`)
 * @throws WouldWait unless it may be made to wait
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
  const signed = { organisationId, projectId, monthlyCents, kinds: [bundleKind], before: ofMember(day, ctx) }
  const isOver = await isOverPurchaseOrder(tx, ctx, change, costReferences)
  const hold = withJudgement(await findHold(tx, ctx, signed, isOver), judged, ctx.now)
  if (!hold) return null
  if ((await countHeldChanges(tx, change.resource.id)) >= heldChangesMax)
    throw new DomainError('state_forbids', {
      params: { reason: 'too_many_changes_wait', max: String(heldChangesMax) },
    })
  if (!mayWait) throw new WouldWait()
  // Before the number is taken, which whoever orders in the same zone waits for with its capacity claimed.
  await rehearse(tx, ctx, request)
  return holdChange(tx, ctx, { request, change, costReferences, hold, judged, acceptingRules })
}

/**
 * Whether what more is used until the purchase order's last day passes its ceiling. One that has not begun or is over
 * says nothing: what the resource uses counts under none of its days.
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
