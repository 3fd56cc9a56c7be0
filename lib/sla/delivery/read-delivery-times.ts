import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { listBundleObjectives } from '../contract/queries/contracts'
import { contractOf } from '../contract/read-contract'
import { type DeliveryRow, listDeliveries } from './queries/delivery'
import { type Delivery, type DeliverySummary, summariseDeliveries } from './summarise'

const days = 90

/**
 * Delivery times of the last ninety days, from the accepted order to the first answer, against the contract of their
 * month.
 */
export async function readDeliveryTimes(ctx: OpContext): Promise<DeliverySummary & { days: number }> {
  authorizeStaff(ctx, 'sla:inspect')
  return withStaff(ctx, async (tx) => {
    const rows = await listDeliveries(tx, addSeconds(ctx.now, -days * 86_400), ctx.now)
    const deliveries: Delivery[] = []
    const months = groupedBy(rows, ({ askedAt }) => parisMonth(askedAt).from.getTime())
    for (const [month, asked] of months) {
      const contract = await contractOf(tx, new Date(month))
      const objectives = await listBundleObjectives(tx, contract.id)
      const promised = new Map(objectives.map((each) => [each.bundleId, each.provisioningSeconds]))
      deliveries.push(...asked.flatMap((row) => toDelivery(row, promised.get(row.bundleId))))
    }
    return { ...summariseDeliveries(deliveries), days }
  })
}

function toDelivery(row: DeliveryRow, objectiveSeconds: number | undefined): Delivery[] {
  const { id, name, askedAt, deliveredAt } = row
  const seconds = Math.round((deliveredAt.getTime() - askedAt.getTime()) / 1_000)
  return objectiveSeconds === undefined ? [] : [{ id, name, seconds, objectiveSeconds }]
}
