import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { FileDatabase } from '~/db/testing/use-test-database'
import { type BalancerWorld, openBalancerWorld } from './balancer-world'

/** For a `*.db.test.ts` of load balancers: their world, filled before the first test. The invariants hold after each. */
export function useBalancerWorld({ current, sql }: FileDatabase): BalancerWorld {
  const world = {} as BalancerWorld
  beforeAll(async () => {
    Object.assign(world, await openBalancerWorld(current, sql))
  })
  afterAll(() => world.close?.())
  afterEach(async () => {
    expect(await world.healthy()).toEqual([])
  })
  return world
}
