import { isNarrowed, type Tx } from '~/db/client'
import { may, rolesAllowing } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { readWait } from '~/lib/moderation'
import { comingLinesOf } from '../purchase-orders/coming-lines'
import { listByNumbers } from '../queries/purchase-orders'
import type { OrderView } from '../views'
import { mayDecide, mayRefuse } from './decide-order'
import { fitsHeld } from './fits-held'
import type { HeldOrder } from './lock-held'
import * as queries from './queries/holds'
import { readEffects } from './read-effects'
import type { HoldView } from './views'

/** Which decisions the order waits for, until when, and those already made. */
export async function readHold(
  tx: Tx,
  ctx: OpContext,
  order: HeldOrder['order'],
): Promise<Pick<OrderView, 'hold' | 'decisions'>> {
  const decisions = (await queries.listDecisions(tx, order.id)).map(({ decision, by }) => ({
    by,
    decision: decision.decision,
    reason: decision.reason,
    at: decision.decidedAt.toISOString(),
  }))
  const held = order.state === 'held' ? await queries.findHeld(tx, order.id) : null
  if (!held) return { hold: null, decisions }
  const isOwn = ctx.actor.kind === 'account' && ctx.actor.accountId === order.placedByAccountId
  const roles = rolesAllowing('order:approve')
  const people = await queries.listPeople(tx, order.organisationId)
  return {
    hold: {
      reasons: held.reasons,
      obstacle: held.obstacle,
      approvalsNeeded: held.approvalsNeeded,
      dayCents: held.dayCents?.toString() ?? null,
      contentHash: held.contentHash,
      heldAt: held.heldAt.toISOString(),
      expiresAt: held.expiresAt.toISOString(),
      wait: held.reasons.includes('operator')
        ? await readWait(tx, order.id, ['order', 'quote'], ctx.now)
        : null,
      mayDecide: await mayDecide(tx, ctx, { order, held }),
      mayRefuse: await mayRefuse(tx, ctx, { order, held }),
      mayWithdraw: may(ctx, 'order:place') && (isOwn || ctx.membership?.role === 'owner'),
      askedOf: people
        .filter((each) => roles.includes(each.role) && each.accountId !== order.placedByAccountId)
        .map((each) => each.name),
      effects: await readEffects(tx, ctx, { order, held }),
      over: held.reasons.includes('over_purchase_order') ? await readOver(tx, ctx, { order, held }) : [],
    },
    decisions,
  }
}

async function readOver(tx: Tx, ctx: OpContext, found: HeldOrder): Promise<HoldView['over']> {
  const { order } = found
  const byNumber = await comingLinesOf(tx, order)
  const over: HoldView['over'] = []
  const mayKnow = !(await isNarrowed(tx))
  for (const row of await listByNumbers(tx, order.organisationId, [...byNumber.keys()])) {
    const answer = await fitsHeld(tx, ctx, found, row, byNumber.get(row.number) ?? [])
    if (answer.outcome !== 'over') continue
    const { number, purchaseOrderId, ...figures } = answer.over
    over.push({ number, purchaseOrderId, figures: mayKnow ? figures : null })
  }
  return over
}
