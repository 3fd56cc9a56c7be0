import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import type { PreparedLine } from '../place/prepare-lines'
import { type ComingLine, fitsUnder } from '../purchase-orders/use'
import { lockByNumbers } from '../queries/purchase-orders'
import type { Hold } from './hold-order'
import { findCostCentre, listRules } from './queries/holds'
import { approvalsNeeded, holdHours, type SignatureKind, type SignedBefore } from './signature'

type Order = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  monthlyCents: bigint
  /** Kinds of the ordered bundles. */
  kinds: readonly SignatureKind[]
  /** Earlier commitments of the same member on the same day. */
  before: readonly SignedBefore[]
}

/** The hold of this order or change before it is carried out, or null. */
export async function findHold(
  tx: Tx,
  ctx: OpContext,
  order: Order,
  /** Whether it exceeds a purchase order that it names. */
  isOver: boolean,
): Promise<Hold | null> {
  const { organisationId, projectId, monthlyCents, kinds, before } = order
  const rules = await listRules(tx, organisationId)
  const { approvals: needed, dayCents } = approvalsNeeded(
    rules.map(({ rule }) => rule),
    {
      monthlyCents,
      projectId,
      costCentre: rules.length === 0 ? null : await findCostCentre(tx, projectId),
      kinds,
    },
    before,
  )
  if (!isOver && needed === 0) return null
  return {
    reasons: [
      ...(isOver ? ['over_purchase_order' as const] : []),
      ...(needed > 0 ? ['approval' as const] : []),
    ],
    approvalsNeeded: needed,
    dayCents,
    expiresAt: addSeconds(ctx.now, holdHours.until * 3_600),
  }
}

/**
 * Whether these lines exceed a purchase order that they name. The purchase orders stay locked, so that two
 * orders cannot both take the rest of one.
 *
 * @throws DomainError `invalid_input` for a purchase order outside its days
 */
export async function isOverPurchaseOrder(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  lines: readonly PreparedLine[],
): Promise<boolean> {
  const byNumber = new Map<string, { at: number; lines: ComingLine[] }>()
  for (const [at, line] of lines.entries()) {
    const number = line.input.costReferences?.purchaseOrderNumber
    if (!number) continue
    const under = byNumber.get(number) ?? { at, lines: [] }
    const { microCentsPerHour } = line
    under.lines.push({ id: line.id, microCentsPerHour, count: line.input.quantity })
    byNumber.set(number, under)
  }
  let isOver = false
  for (const row of await lockByNumbers(tx, organisationId, [...byNumber.keys()])) {
    const under = byNumber.get(row.number)
    if (!under) continue
    const answer = await fitsUnder(tx, row, under.lines, ctx.now)
    if (answer.outcome === 'over') isOver = true
    else if (answer.outcome !== 'fits')
      throw new DomainError('invalid_input', {
        field: `lines.${under.at}.costReferences.purchaseOrderNumber`,
        params: { reason: `purchase_order_${answer.outcome}` },
      })
  }
  return isOver
}
