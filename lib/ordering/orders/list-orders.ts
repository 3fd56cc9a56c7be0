import { withOrganisation } from '~/db/client'
import { authorize, offeredProjects, type ProjectChoice } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { changeView } from '../changes/change-view'
import { countOrders, listLineRows, listMovingOrderIds, listOrderRows } from '../queries/read'
import type { OrderSummary } from '../views'

export const ordersPerPage = 50

export type OrderList = { rows: OrderSummary[]; total: number; projects: ProjectChoice[] }

/** One page of the organisation's orders, or of those of a project, newest first, and how many there are. */
export async function listOrders(
  ctx: OpContext,
  input: { page?: number; projectId?: string | undefined } = {},
): Promise<OrderList> {
  authorize(ctx, 'order:read')
  const offset = (Math.max(1, input.page ?? 1) - 1) * ordersPerPage
  return withOrganisation(ctx, async (tx, organisationId) => {
    const total = await countOrders(tx, organisationId, input.projectId)
    const found = await listOrderRows(tx, organisationId, {
      limit: ordersPerPage,
      offset,
      projectId: input.projectId,
    })
    const ids = found.map(({ order }) => order.id)
    const lines = ids.length === 0 ? [] : await listLineRows(tx, ids)
    const moving = await listMovingOrderIds(tx, ids)
    const rows = found.map(({ order, project, placedBy, obstacle }) => ({
      id: order.id,
      number: order.number,
      // After a retry the order is moving again although its stored state is not updated yet.
      state: moving.includes(order.id) ? ('in_progress' as const) : order.state,
      createdAt: order.createdAt.toISOString(),
      monthlyCents: order.monthlyCents.toString(),
      placedBy,
      project,
      references:
        lines.find((each) => each.line.orderId === order.id)?.line.costReferences ??
        order.change?.costReferences ??
        {},
      change: changeView(order.change, ctx.locale),
      obstacle,
      lines: lines
        .filter((each) => each.line.orderId === order.id)
        .map(({ line, bundle, zone }) => ({
          bundle: bundle.name,
          zone: zone.name,
          name: line.name,
          quantity: line.quantity,
        })),
    }))
    return { rows, total, projects: await offeredProjects(tx, organisationId) }
  })
}
