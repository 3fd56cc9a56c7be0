import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { defineSellingEntity, placeOrder } from '../index'
import type { PlaceOrderInput } from '../schema'
import { makeCatalogue, serverOrder, type TestCatalogue, testSeller } from '../testing/order-world'

describe('an order of many lines', () => {
  const { sql } = useTestDatabase()
  let zone: TestZone
  let catalogue: TestCatalogue

  beforeAll(async () => {
    process.env.RATE_LIMIT_FACTOR = '10000'
    zone = await makeZone({ count: 40, vcpu: 20, memoryMib: 200_000, diskGib: 5_000 })
    catalogue = await makeCatalogue([zone])
    await defineSellingEntity(seedContext(), testSeller)
  })

  const linesOf = (count: number, line: Partial<PlaceOrderInput['lines'][number]>): PlaceOrderInput => {
    const order = serverOrder(zone, catalogue, line)
    const [first] = order.lines
    if (!first) throw new Error('an order has a line')
    return {
      ...order,
      lines: Array.from({ length: count }, (_, index) => ({ ...first, name: `srv-${index}x`, quantity: 1 })),
    }
  }
  const apart = { relation: 'apart', level: 'host', strength: 'must' } as const
  const buyers = (count: number): Promise<TestBuyer[]> => makeBuyers(sql, count)
  const claimsOf = async (organisationId: string) =>
    (
      await sql<{ claims: number; servers: number; lines: number }[]>`select
        (select count(*)::int from allocations where organisation_id = ${organisationId} and state in ('pending', 'posted')) as claims,
        (select count(*)::int from instances where organisation_id = ${organisationId}) as servers,
        (select count(*)::int from order_lines where organisation_id = ${organisationId}) as lines`
    )[0]

  test('with 200 lines, each in a group of its own, is placed at once', async () => {
    const [buyer] = await buyers(1)
    if (!buyer) throw new Error('a buyer was asked for')
    const outcome = await placeOrder(buyer.as(), linesOf(200, { placement: apart }))
    expect(outcome.outcome).toBe('accepted')
    expect(await claimsOf(buyer.organisationId)).toEqual({ claims: 200, servers: 200, lines: 200 })
  })

  test('against rivals is placed completely or refused completely', async () => {
    const lines = 12
    const rivals = 5
    for (let round = 0; round < 12; round += 1) {
      // Capacity for two of the five orders; each line has two servers that may not share a host.
      const small = await makeZone({ count: 5, vcpu: lines, memoryMib: 200_000, diskGib: 5_000 })
      await sql`insert into zone_images (zone_id, image_id, alias) values (${small.zoneId}, ${catalogue.imageId}, 'debian/13')`
      const all = await buyers(rivals)
      const outcomes = await Promise.all(
        all.map((buyer) => {
          const order = linesOf(lines, { zoneId: small.zoneId, placement: apart })
          const doubled = order.lines.map((line) => ({ ...line, quantity: 2 }))
          return placeOrder(buyer.as(), { ...order, lines: doubled })
        }),
      )
      const won = outcomes.filter(({ outcome }) => outcome === 'accepted').length
      expect(won).toBe(2)
      for (const [index, buyer] of all.entries()) {
        const isWinner = outcomes[index]?.outcome === 'accepted'
        expect(await claimsOf(buyer.organisationId)).toEqual(
          isWinner ? { claims: 2 * lines, servers: 2 * lines, lines } : { claims: 0, servers: 0, lines: 0 },
        )
      }
      const together =
        await sql`select 1 from placement_group_members m join allocations a on a.resource_id = m.resource_id
        where a.zone_id = ${small.zoneId} group by m.group_id, a.host_id having count(*) > 1`
      expect([...together]).toEqual([])
    }
  })
})
