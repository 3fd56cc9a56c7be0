import type { Tx } from '~/db/client'
import type { ChangeRequest } from '~/db/schema/ordering/changes'
import type { CostReferences } from '~/db/schema/ordering/ordering'
import { recordAudit } from '~/lib/audit'
import { emitEvent } from '~/lib/events'
import { requestHash } from '~/lib/idempotency'
import { requireCurrentLegalVersions } from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { CostlyChange, WaitingChange } from '~/lib/resources'
import type { AcceptanceRule, Judgement } from '../acceptance/rules'
import { approvalsOf, type Hold } from '../holds/hold-order'
import { notifyApprovers } from '../holds/notify'
import { insertHeldOrder } from '../holds/queries/holds'
import { openOrderCase } from '../moderation/open-case'
import { takeOrderNumber } from '../place/take-order-number'
import { insertOrder } from '../queries/place'
import { requireSeller } from '../seller/require-seller'
import { changeKey } from './change-key'

type Judged = {
  request: ChangeRequest
  change: CostlyChange
  costReferences: CostReferences
  hold: Hold
  judged: Judgement
  acceptingRules: AcceptanceRule[]
}

/** The approval covers exactly this change at this amount. Pure. */
export const contentHashOf = (request: ChangeRequest, { projectId, moreCents }: CostlyChange): string =>
  requestHash({ projectId, request, monthlyCents: moreCents.toString() })

/**
 * The change waits as an order without lines, so deciders, pages, mails and terms are those of any held order.
 * It holds no capacity: room is checked at the request and claimed when it is carried out.
 */
export async function holdChange(
  tx: Tx,
  ctx: OpContext,
  { request, change, costReferences, hold, judged, acceptingRules }: Judged,
): Promise<WaitingChange> {
  invariant(ctx.actor.kind === 'account', 'an account asked for the change')
  const { organisationId, projectId, moreCents: monthlyCents, resource, kind, label, labelEn } = change
  const legal = await requireCurrentLegalVersions(tx, organisationId, ctx.now)
  const seller = await requireSeller(tx)
  const orderId = newId('order', ctx.now.getTime())
  const number = await takeOrderNumber(tx, seller, ctx.now)
  const place = { organisationId, projectId }
  await insertOrder(tx, {
    ...place,
    ...legal,
    id: orderId,
    sellingEntityId: seller.id,
    number,
    state: 'held',
    placedByAccountId: ctx.actor.accountId,
    acceptedBy: judged.outcome === 'accepted' ? judged.rule : null,
    acceptingRules,
    monthlyCents,
    kinds: [change.bundleKind],
    approvals: approvalsOf(hold),
    change: { request, resource, label, ...(labelEn && { labelEn }), costReferences },
    changeKey: changeKey(request),
    createdAt: ctx.now,
  })
  await insertHeldOrder(tx, {
    ...place,
    ...hold,
    orderId,
    plan: [],
    resourceIds: [],
    names: [],
    contentHash: contentHashOf(request, change),
    heldAt: ctx.now,
  })
  if (hold.reasons.includes('approval')) await notifyApprovers(tx, ctx, { organisationId, orderId })
  if (hold.reasons.includes('operator'))
    await openOrderCase(
      tx,
      ctx,
      { ...place, orderId, number, monthlyCents },
      { kind: 'order', judged, expiresAt: hold.expiresAt },
    )
  await recordAudit(tx, ctx, 'order.placed', {
    organisationId,
    kind: 'order',
    id: orderId,
    details: {
      number,
      monthlyCents: monthlyCents.toString(),
      heldFor: hold.reasons,
      change: { kind, resource: resource.id, name: resource.name, label },
    },
  })
  await emitEvent(tx, ctx, {
    organisationId,
    event: 'order.placed',
    data: { orderId, number, projectId, monthlyCents: monthlyCents.toString(), isHeld: true },
  })
  return { outcome: 'held', orderId, number }
}
