import { acrossProjects, type Tx } from '~/db/client'
import { endOfParisDay } from '~/lib/kernel/time/paris-day'
import type { RatedInterval } from '~/lib/usage'
import { microCentsOf } from '../changes/amount'
import { listChangesUnder, listScheduledUnder } from '../queries/changes'
import {
  listComingUnder,
  listTrafficUnder,
  listUsageUnder,
  type PurchaseOrderRow,
} from '../queries/purchase-orders'
import { type Use, usedCents } from './ledger'
import { standingOf } from './standing'

export type ComingLine = { id: string; microCentsPerHour: bigint; count: number }

/** Use under a purchase order, now and projected. */
export type PurchaseOrderUse = { uses: Use[]; usedCents: bigint; committedCents: bigint }

/**
 * Current use of a purchase order over all projects of the organisation. Ordered but undelivered or held
 * resources count as if they ran from now on; so do waiting or running changes, and the copies that schedules
 * will add. `except` leaves out an order that is being decided, and those behind it. Never show the figures to
 * a member who sees only some projects.
 */
export function readPurchaseOrderUse(
  tx: Tx,
  order: PurchaseOrderRow,
  now: Date,
  except: readonly string[] = [],
): Promise<PurchaseOrderUse> {
  return acrossProjects(tx, () => sumUse(tx, order, now, except))
}

async function sumUse(
  tx: Tx,
  order: PurchaseOrderRow,
  now: Date,
  except: readonly string[],
): Promise<PurchaseOrderUse> {
  const used: Use[] = [
    ...(await listUsageUnder(tx, order.organisationId, order.number)),
    ...(await listTrafficUnder(tx, order.organisationId, order.number)),
  ]
  const coming = (await listComingUnder(tx, order.organisationId, order.number)).filter(
    ({ orderId }) => !except.includes(orderId),
  )
  const underWay = (await listChangesUnder(tx, order.organisationId, order.number)).filter(
    ({ orderId }) => !except.includes(orderId),
  )
  const scheduled = await listScheduledUnder(tx, order.organisationId, order.number, now)
  const changes = [...underWay, ...scheduled].map(({ id, monthlyCents }) => ({
    id,
    microCentsPerHour: microCentsOf(monthlyCents),
    count: 1,
  }))
  const uses = [...used, ...[...coming, ...changes].flatMap((line) => asIntervals(line, now))]
  return {
    uses,
    usedCents: usedCents(used, order, now),
    committedCents: usedCents(uses, order, endOfParisDay(order.endsOn)),
  }
}

/** The future use of a line from now on, with all meters summed. Pure. */
export function asIntervals({ id, microCentsPerHour, count }: ComingLine, now: Date): RatedInterval[] {
  return Array.from({ length: count }, (_, index) => ({
    resourceId: `${id}:${index}`,
    meter: 'compute' as const,
    priceVersionId: id,
    microCentsPerHour,
    startedAt: now,
    endedAt: null,
  }))
}

/** Cents as decimal strings. */
export type OverPurchaseOrder = {
  number: string
  purchaseOrderId: string
  ceilingCents: string
  committedCents: string
  orderCents: string
}

/**
 * Whether these lines fit under the purchase order, without the orders `except`; `over` with the figures when
 * they exceed it.
 */
export async function fitsUnder(
  tx: Tx,
  order: PurchaseOrderRow,
  lines: readonly ComingLine[],
  now: Date,
  except: readonly string[] = [],
): Promise<{ outcome: 'fits' | 'not_yet' | 'no_longer' } | { outcome: 'over'; over: OverPurchaseOrder }> {
  const standing = standingOf(order, now)
  if (standing !== 'open') return { outcome: standing }
  const { committedCents, withOrderCents } = await committedWith(tx, order, lines, now, except)
  if (withOrderCents <= order.ceilingCents) return { outcome: 'fits' }
  return {
    outcome: 'over',
    over: {
      number: order.number,
      purchaseOrderId: order.id,
      ceilingCents: order.ceilingCents.toString(),
      committedCents: committedCents.toString(),
      orderCents: (withOrderCents - committedCents).toString(),
    },
  }
}

/** The use projected for the last day of the purchase order, without these lines and with them. */
export async function committedWith(
  tx: Tx,
  order: PurchaseOrderRow,
  lines: readonly ComingLine[],
  now: Date,
  except: readonly string[] = [],
): Promise<{ committedCents: bigint; withOrderCents: bigint }> {
  const { uses, committedCents } = await readPurchaseOrderUse(tx, order, now, except)
  const own = lines.flatMap((line) => asIntervals(line, now))
  return {
    committedCents,
    withOrderCents: usedCents([...uses, ...own], order, endOfParisDay(order.endsOn)),
  }
}
