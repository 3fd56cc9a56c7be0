import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import {
  createPurchaseOrder,
  defineSellingEntity,
  listPurchaseOrders,
  placeOrder,
  priceCart,
  readOrderForm,
} from '../index'
import { priceCartInput } from '../schema'
import { makeCatalogue, serverOrder, type TestCatalogue, testSeller } from '../testing/order-world'

const { sql } = useTestDatabase()
let zone: TestZone
let catalogue: TestCatalogue
let mine: TestBuyer
let other: TestBuyer

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '1000'
  await defineSellingEntity(seedContext(), testSeller)
  zone = await makeZone({ count: 4, vcpu: 50 })
  catalogue = await makeCatalogue([zone])
  const made = await makeBuyers(sql, 2)
  mine = made[0] as TestBuyer
  other = made[1] as TestBuyer
  const days = { startsOn: '2026-01-01', endsOn: '2026-12-31' }
  await createPurchaseOrder(mine.as(), { number: 'BC-7', ceiling: 100_000_00n, ...days })
  await createPurchaseOrder(mine.as(), {
    number: 'BC-6',
    ceiling: 1n,
    startsOn: '2026-12-15',
    endsOn: '2026-12-31',
  })
})

const preview = async (number: string, quantity = 3, of = mine, role: 'owner' | 'reader' = 'owner') =>
  (
    await priceCart(
      of.as(role),
      priceCartInput.parse({ lines: `${catalogue.server}*${quantity}*0`, purchaseOrder: number }),
    )
  ).purchaseOrder

test('a cart shows what the order then takes from its purchase order', async () => {
  const shown = await preview('BC-7')
  const committed = async () =>
    (await listPurchaseOrders(mine.as())).find(({ number }) => number === 'BC-7')?.committedCents
  expect(shown).toMatchObject({ standing: 'open', endsOn: '2026-12-31', committedCents: await committed() })
  const outcome = await placeOrder(
    mine.as(),
    serverOrder(zone, catalogue, { quantity: 3, costReferences: { purchaseOrderNumber: 'BC-7' } }),
  )
  expect(outcome.outcome).toBe('accepted')
  expect(shown).toMatchObject({ withOrderCents: await committed() })
  expect((await preview('BC-7'))?.standing).toBe('open')
})

test('a number is unknown, over or open; none is shown without one', async () => {
  expect(await preview('')).toBeNull()
  expect(await preview('BC-8')).toEqual({ standing: 'unknown' })
  expect(await preview('BC-6')).toMatchObject({ standing: 'not_yet', ceilingCents: '1' })
  expect(await preview('BC-7', 3, other)).toEqual({ standing: 'unknown' })
})

test('the order page proposes the numbers that may be used now', async () => {
  expect((await readOrderForm(mine.as())).openPurchaseOrders).toEqual([
    { number: 'BC-7', endsOn: '2026-12-31' },
  ])
  expect((await readOrderForm(other.as())).openPurchaseOrders).toEqual([])
})
