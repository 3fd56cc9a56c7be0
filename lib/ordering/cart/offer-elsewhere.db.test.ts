import { beforeAll, expect, test, vi } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import * as catalogueRows from '~/lib/catalogue/queries/catalogue'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { makeBuyer } from '~/testing/buyer'
import { defineSellingEntity, placeOrder } from '../index'
import { linesPerOrder } from '../schema-limits'
import { makeCatalogue, serverOrder, type TestCatalogue, testSeller } from '../testing/order-world'

const { sql } = useTestDatabase()
let small: TestZone
let roomy: TestZone
let catalogue: TestCatalogue

beforeAll(async () => {
  small = await makeZone({ count: 1, vcpu: 10 })
  roomy = await makeZone({ count: 10, vcpu: 50, memoryMib: 200_000, diskGib: 5_000 })
  catalogue = await makeCatalogue([small, roomy])
  // The same capacity, but without the image.
  await makeZone({ count: 10, vcpu: 50, memoryMib: 200_000, diskGib: 5_000 })
  await defineSellingEntity(seedContext(), testSeller)
})

test('a refused order lists the zones that have its image, with one image query per zone', async () => {
  const buyer = await makeBuyer(sql)
  const order = serverOrder(small, catalogue)
  const lines = Array.from({ length: linesPerOrder }, (_, index) => ({
    ...order.lines[0],
    name: `srv-${index}x`,
  }))
  const findImage = vi.spyOn(catalogueRows, 'findZoneImageRow')
  const outcome = await placeOrder(buyer.as(), { ...order, lines } as typeof order)
  expect(outcome).toMatchObject({ outcome: 'insufficient_capacity', elsewhere: [{ zoneId: roomy.zoneId }] })
  const asked = findImage.mock.calls.map(([, zoneId, imageId]) => `${zoneId} ${imageId}`)
  expect(new Set(asked).size).toBe(asked.length)
  expect(asked).toHaveLength(3)
})
