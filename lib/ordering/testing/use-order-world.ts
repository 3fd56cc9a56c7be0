import type postgres from 'postgres'
import { beforeAll } from 'vitest'
import type { FileDatabase } from '~/db/testing/use-test-database'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { defineSellingEntity } from '../seller/define-selling-entity'
import { makeCatalogue, type TestCatalogue, testSeller } from './order-world'

/** For a `*.db.test.ts` of orders: one zone with a catalogue, a seller, and the tables' owner. */
export function useOrderWorld(database: FileDatabase, ...zoneOf: Parameters<typeof makeZone>) {
  const world = { sql: database.sql } as { sql: postgres.Sql; zone: TestZone; catalogue: TestCatalogue }
  beforeAll(async () => {
    process.env.RATE_LIMIT_FACTOR = '1000000'
    world.zone = await makeZone(...zoneOf)
    world.catalogue = await makeCatalogue([world.zone])
    await defineSellingEntity(seedContext(), testSeller)
  })
  return world
}
