import { staffTestContext } from '~/db/testing/contexts'
import type { TestDatabase } from '~/db/testing/test-database'
import { defineAddressBundle, definePrice } from '~/lib/catalogue'
import { seedContext } from '~/lib/datacentre/testing/datacenter'
import { type Id, newId } from '~/lib/kernel/ids'
import { addAddressPool } from '~/lib/resources'
import { openSagaWorld, type SagaWorld } from '~/lib/resources/testing/saga-world'
import { defineSellingEntity } from '../seller/define-selling-entity'
import { testSeller } from './order-world'

/**
 * A world of sagas in which orders are placed as well as delivered: a seller, no limit on attempts, and with `addresses`
 * public addresses of this range on sale in its zone.
 */
export async function openDeliveryWorld(
  database: TestDatabase,
  { addresses }: { addresses?: string } = {},
): Promise<SagaWorld> {
  process.env.RATE_LIMIT_FACTOR = '1000000'
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.OPERATOR_URL = 'http://operator.example'
  const world = await openSagaWorld(database)
  await defineSellingEntity(seedContext(), testSeller)
  if (addresses === undefined) return world
  await sellAddresses(world.estate.zone.zoneId, addresses)
  return world
}

/** Puts public addresses of this range on sale in a zone. */
export async function sellAddresses(zoneId: Id<'zone'>, range: string): Promise<void> {
  const bundleId = await defineAddressBundle(seedContext(), { slug: 'ipv4', name: 'IPv4', position: 90 })
  await definePrice(seedContext(), {
    bundleId,
    meter: 'public_address',
    microCentsPerHour: 300_000n,
    validFrom: new Date('2026-01-01T00:00:00Z'),
  })
  const capacity = staffTestContext(newId('staff'), ['capacity'])
  await addAddressPool(capacity, { zoneId, range })
}
