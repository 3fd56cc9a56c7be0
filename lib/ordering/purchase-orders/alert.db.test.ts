import { beforeAll, expect, test } from 'vitest'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone, seedContext } from '~/lib/datacentre/testing/datacenter'
import { newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import {
  alertPurchaseOrders,
  amendPurchaseOrder,
  createPurchaseOrder,
  defineSellingEntity,
  placeOrder,
} from '../index'
import { makeCatalogue, serverOrder, testSeller } from '../testing/order-world'
import { reachedPercent } from './alert'

test.each([
  [0n, 0],
  [69_99n, 0],
  [70_00n, 70],
  [89_99n, 70],
  [90_00n, 90],
  [99_99n, 90],
  [100_00n, 100],
  [250_00n, 100],
])('%d cents of 100 € reach %i %%', (used, percent) => {
  expect(reachedPercent(used, 100_00n)).toBe(percent)
})

const { sql } = useTestDatabase()
let buyer: TestBuyer

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '1000'
  process.env.PORTAL_URL = 'http://portal.example'
  await defineSellingEntity(seedContext(), testSeller)
})

/** A purchase order of 4.90 €, and a server under it that uses 4.9 cents an hour from now on. */
async function inUse() {
  const zone = await makeZone({ count: 1, vcpu: 20 })
  const catalogue = await makeCatalogue([zone])
  buyer = await makeBuyer(sql)
  const made = await createPurchaseOrder(buyer.as(), {
    number: 'BC-90',
    ceiling: 490n,
    startsOn: '2026-11-01',
    endsOn: '2026-12-31',
  })
  const order = serverOrder(zone, catalogue)
  const outcome = await placeOrder(buyer.as(), order)
  if (outcome.outcome !== 'accepted') throw new Error(outcome.outcome)
  await sql`insert into usage_intervals (id, organisation_id, project_id, resource_kind, resource_id, meter, bundle_id, price_version_id, order_line_id, cost_references, started_at, micro_cents_per_hour, recorded_at)
    select ${newId('usageInterval')}, l.organisation_id, l.project_id, 'instance', i.id, 'compute', l.bundle_id, l.price_version_ids ->> 'compute', l.id, ${sql.json({ purchaseOrderNumber: 'BC-90' })}, ${testNow}, 4900000, now()
    from order_lines l join instances i on i.order_line_id = l.id where l.order_id = ${outcome.orderId}`
  return made
}

test('owners are notified at 70, 90 and 100 %, once each and only of the highest one passed; an amendment starts again', async () => {
  const { purchaseOrderId } = await inUse()
  const readAlerts = async () => ({
    mails: (
      await sql`select subject from mail_messages where template = 'purchase-order-alert' and recipient = ${`${buyer.accountId}@example.test`} order by id`
    ).map(({ subject }) => /(\d+)\s*%/.exec(subject)?.[1]),
    notices: (
      await sql`select params from notices where organisation_id = ${buyer.organisationId} and kind = 'purchase_order_used' order by created_at, id`
    ).map(({ params }) => params.percent),
  })
  const after = (hours: number) => alertPurchaseOrders(systemTestContext(addSeconds(testNow, hours * 3_600)))
  await after(69)
  expect(await readAlerts()).toEqual({ mails: [], notices: [] })
  await after(70)
  await after(71)
  expect(await readAlerts()).toEqual({ mails: ['70'], notices: ['70'] })
  // Two concurrent workers send one notification.
  await Promise.all([after(101), after(101)])
  expect(await readAlerts()).toEqual({ mails: ['70', '100'], notices: ['70', '100'] })
  await after(150)
  expect((await readAlerts()).mails).toHaveLength(2)
  // Twice the ceiling: three quarters of it are used.
  await amendPurchaseOrder(buyer.as('owner', addSeconds(testNow, 150 * 3_600)), {
    purchaseOrderId,
    ceiling: 980n,
    endsOn: '2026-12-31',
    reason: 'Avenant 1',
  })
  await after(152)
  await after(153)
  expect(await readAlerts()).toEqual({ mails: ['70', '100', '70'], notices: ['70', '100', '70'] })
})
