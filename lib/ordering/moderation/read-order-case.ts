import { type Tx, withStaff } from '~/db/client'
import { arrearsCents } from '~/lib/billing'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { recordVisit } from '~/lib/moderation'
import { committedMonthlyCents } from '~/lib/usage'
import type { HeldAmount } from '../acceptance/rules'
import { changeView } from '../changes/change-view'
import { findHeld } from '../holds/queries/holds'
import { findOrderRow } from '../queries/read'
import { findQuoteOf, listQuotedLines } from '../quotes/queries/quotes'
import { countOrdersOf, findBuyerFacts, readFree } from './queries/acceptance'
import type { OrderCase } from './views'

type Of = { organisationId: Id<'organisation'>; orderId: Id<'order'> }

/**
 * Everything needed to decide about one order; the view is recorded in the customer's journal. @throws
 * DomainError `not_found`
 */
export async function readOrderCase(ctx: OpContext, { organisationId, orderId }: Of): Promise<OrderCase> {
  const staffId = authorizeStaff(ctx, 'moderation:read')
  return withStaff(ctx, async (tx) => {
    const found = await findOrderRow(tx, organisationId, orderId)
    const buyer = await findBuyerFacts(tx, organisationId)
    if (!found || !buyer) throw new DomainError('not_found')
    await recordVisit(tx, ctx, organisationId, staffId)
    const { order, project, placedBy } = found
    const held = await findHeld(tx, orderId)
    // The committed amount includes waiting orders; this order is subtracted from it.
    const committed = await committedMonthlyCents(tx, organisationId, ctx.now)
    const lines = await listQuotedLines(tx, orderId)
    return {
      orderId,
      number: order.number,
      quote: (await findQuoteOf(tx, orderId))?.number ?? null,
      project: project.name,
      placedBy,
      createdAt: order.createdAt.toISOString(),
      expiresAt: held?.expiresAt.toISOString() ?? null,
      approvals: held?.approvalsNeeded ?? 0,
      monthlyCents: order.monthlyCents.toString(),
      change: changeView(order.change, ctx.locale),
      references: lines[0]?.line.costReferences ?? order.change?.costReferences ?? {},
      referenceCheck: order.referenceCheck,
      lines: lines.map(({ line, bundle, zone }) => ({
        id: line.id,
        name: line.name,
        bundle: bundle.name,
        zone: zone.name,
        quantity: line.quantity,
        monthlyCents: (monthlyCents(line.microCentsPerHour) * BigInt(line.quantity)).toString(),
      })),
      buyer: {
        directoryStatus: buyer.directoryStatus,
        spendingCapCents: buyer.spendingCapCents?.toString() ?? null,
        customerSince: buyer.decidedAt?.toISOString() ?? null,
        committedCents: (committed - (held ? order.monthlyCents : 0n)).toString(),
        arrearsCents: (await arrearsCents(tx, organisationId, parisDay(ctx.now))).toString(),
        orders: await countOrdersOf(tx, organisationId),
      },
      room: await readRoom(tx, lines),
    }
  })
}

type Line = Awaited<ReturnType<typeof listQuotedLines>>[number]

/**
 * What the order holds in each zone and what the zone has left without it: the order's own claim is already
 * deducted.
 */
async function readRoom(tx: Tx, lines: readonly Line[]): Promise<OrderCase['room']> {
  const zones = new Map(lines.map(({ zone }) => [zone.id, zone.name]))
  const free = await readFree(tx, [...zones.keys()])
  return [...zones].map(([zoneId, zone]) => {
    const sum = (amount: (line: Line) => number) =>
      lines
        .filter((each) => each.zone.id === zoneId)
        .reduce((all, each) => all + amount(each) * each.line.quantity, 0)
    const held: HeldAmount = {
      vcpu: sum(({ bundle }) => bundle.vcpu),
      memoryMib: sum(({ bundle }) => bundle.memoryMib),
      volumeGib: sum(({ bundle }) => bundle.volumeGib),
    }
    return { zone, held, free: free.get(zoneId) ?? { vcpu: 0, memoryMib: 0, volumeGib: 0 } }
  })
}
