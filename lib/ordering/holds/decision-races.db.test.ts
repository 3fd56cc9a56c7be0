import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { placeOrder } from '../index'
import { serverOrder } from '../testing/order-world'
import { racesByPair } from '../testing/race-model'
import { openRaceWorld } from '../testing/race-world'

const { sql } = useTestDatabase()
let world: Awaited<ReturnType<typeof openRaceWorld>>

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '1000000'
  world = await openRaceWorld(sql)
})

// One situation per pair, a different one each time: the reliability tests cover all of them.
const races = [...racesByPair()].map(([pair, each], index) => ({ pair, race: each[index % each.length] }))

test.each(races)(
  'two concurrent decisions about one order end as in some sequence: $pair',
  async ({ race }) => {
    if (!race) throw new Error('each pair meets in some situation')
    expect(await world.round(race, true)).toEqual({ disagreement: null, failures: [] })
  },
)

test('no invariant is violated after all of them', async () => {
  expect(await world.violations()).toEqual([])
})

test('the invariants find servers of a dropped order, even after a worker has updated its state', async () => {
  const house = await world.openHouse(0)
  const order = serverOrder(world.zone, world.catalogue, { name: 'planted' })
  const placed = await placeOrder(world.as(house, 'technician'), order)
  if (placed.outcome !== 'accepted') throw new Error(placed.outcome)
  const { orderId } = placed
  const names = async () => (await world.violations()).map(({ name }) => name).toSorted()
  expect(await names()).toEqual([])
  await sql`update orders set state = 'withdrawn' where id = ${orderId}`
  expect(await names()).toContain('dropped_orders')
  // The worker derives the order's state from its servers; only the audit trail then shows the drop.
  await sql`update orders set state = 'accepted' where id = ${orderId}`
  for (const event of ['order.withdrawn', 'order.released'])
    await sql`insert into audit_events (id, occurred_at, actor_kind, actor_id, actor_label, surface, event, organisation_id, subject_kind, subject_id, details, request_id)
      select ${`planted_${event}`}, occurred_at, actor_kind, actor_id, actor_label, surface, ${event}, organisation_id, subject_kind, subject_id, '{}', request_id
      from audit_events where subject_id = ${orderId} and event = 'order.placed'`
  expect(await names()).toEqual(['dropped_orders', 'held_order_outcomes'])
})
