import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accounts, projects } from '~/db/schema/identity/identity'
import { approvalDecisions, heldOrders } from '~/db/schema/ordering/buying'
import { orders } from '~/db/schema/ordering/ordering'
import type { Id } from '~/lib/kernel/ids'

export type DecidableRow = Awaited<ReturnType<typeof listDecidable>>[number]

const rowsMax = 500

/** Unexpired orders that wait for an approval or a signature, the earliest end first. */
export async function listDecidable(tx: Tx, organisationId: Id<'organisation'>, now: Date) {
  return tx
    .select({
      orderId: orders.id,
      number: orders.number,
      projectId: orders.projectId,
      project: projects.name,
      placedBy: orders.placedByAccountId,
      placedByName: accounts.fullName,
      change: orders.change,
      monthlyCents: orders.monthlyCents,
      reasons: heldOrders.reasons,
      contentHash: heldOrders.contentHash,
      expiresAt: heldOrders.expiresAt,
    })
    .from(heldOrders)
    .innerJoin(orders, eq(orders.id, heldOrders.orderId))
    .innerJoin(projects, eq(projects.id, orders.projectId))
    .leftJoin(accounts, eq(accounts.id, orders.placedByAccountId))
    .where(
      and(
        eq(heldOrders.organisationId, organisationId),
        gt(heldOrders.expiresAt, now),
        sql`${heldOrders.reasons} && array['approval', 'quote']`,
      ),
    )
    .orderBy(asc(heldOrders.expiresAt), asc(heldOrders.orderId))
    .limit(rowsMax)
}

/** Who has decided about these orders, and for whom. */
export async function listDecisionsOf(tx: Tx, orderIds: readonly Id<'order'>[]) {
  return tx
    .select({
      orderId: approvalDecisions.orderId,
      by: approvalDecisions.accountId,
      onBehalfOf: approvalDecisions.onBehalfOfAccountId,
    })
    .from(approvalDecisions)
    .where(inArray(approvalDecisions.orderId, [...orderIds]))
}
