import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { createPurchaseOrder, orderBalancer } from '../index'
import { listComingUnder } from '../queries/purchase-orders'
import { useBalancerWorld } from '../testing/use-balancer-world'

const database = useTestDatabase()
const world = useBalancerWorld(database)

test('until it works, a balancer counts under its purchase order as what is coming, and so does its address', async () => {
  const number = 'BC-2026-1'
  const days = { startsOn: '2026-01-01', endsOn: '2035-12-31' }
  await createPurchaseOrder(world.member(), { number, ...days, ceiling: 100_000_000n })
  const { orderId } = await orderBalancer(world.member(), {
    idempotencyKey: randomUUID(),
    zoneId: world.zoneId,
    name: 'front',
    costReferences: { purchaseOrderNumber: number },
    balancer: { networkId: world.networkId, settings: world.settings() },
  })
  const coming = async () =>
    (
      await withOrganisation(world.member(), (tx, organisationId) =>
        listComingUnder(tx, organisationId, number),
      )
    ).reduce((sum, { count }) => sum + Number(count), 0)
  expect(await coming()).toBe(2)
  await world.drive((await world.balancerOf(orderId)).id)
  expect(await coming()).toBe(0)
})
