import { withSystem } from '~/db/client'
import { notifyRecipients } from '~/lib/budgets'
import { addNotice, authorizeSystem, listContactsWithPermission } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { changePurchaseOrder, findPurchaseOrderForUpdate, listOpenIds } from '../queries/purchase-orders'
import { readPurchaseOrderUse } from './use'

const percents = [70, 90, 100] as const

/** The highest threshold reached by this use; 0 below all. Pure. */
export function reachedPercent(usedCents: bigint, ceilingCents: bigint): number {
  return percents.findLast((percent) => usedCents * 100n >= ceilingCents * BigInt(percent)) ?? 0
}

/**
 * Notifies the accounting contacts, and the additional addresses, when 70, 90 and 100 % of a purchase order
 * are used, once each.
 */
export async function alertPurchaseOrders(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const today = parisDay(ctx.now)
  const ids = await withSystem(ctx, (tx) => listOpenIds(tx, today))
  for (const id of ids) await alertOne(ctx, id)
}

async function alertOne(ctx: OpContext, id: Id<'purchaseOrder'>): Promise<void> {
  await withSystem(ctx, async (tx) => {
    const row = await findPurchaseOrderForUpdate(tx, id)
    if (!row) return
    const { usedCents } = await readPurchaseOrderUse(tx, row, ctx.now)
    const percent = reachedPercent(usedCents, row.ceilingCents)
    if (percent <= row.alertedPercent) return
    await changePurchaseOrder(tx, id, { alertedPercent: percent })
    const { organisationId, number } = row
    const href = routes.org.purchaseOrder(organisationId, id)
    const params = { number, percent: String(percent) }
    await addNotice(tx, ctx, { organisationId, kind: 'purchase_order_used', params, href })
    const people = await listContactsWithPermission(tx, organisationId, 'organisation:update')
    for (const person of people) {
      await queueMail(tx, {
        to: person.email,
        locale: person.locale,
        template: 'purchase-order-alert',
        params: {
          name: person.fullName,
          number,
          percent,
          usedCents: usedCents.toString(),
          ceilingCents: row.ceilingCents.toString(),
          url: portalLink(href),
        },
      })
    }
    await notifyRecipients(tx, organisationId, people, () => ({
      template: 'purchase-order-outside',
      params: { number, percent, usedCents: usedCents.toString(), ceilingCents: row.ceilingCents.toString() },
    }))
  })
}
