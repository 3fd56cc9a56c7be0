import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { beforeAll, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { newId } from '~/lib/kernel/ids'
import { endAllocation } from '~/lib/placement'
import { makeBuyer, makeBuyers, type TestBuyer } from '~/testing/buyer'
import { placeOrder } from '../index'
import { makeCatalogue, serverOrder, type TestCatalogue } from '../testing/order-world'

const rivals = 500
const rounds = 20
const p99s: number[] = []

describe('the last slots under 500 concurrent orders', () => {
  const database = useTestDatabase()
  const { sql } = database
  let buyers: TestBuyer[]
  let catalogue: TestCatalogue
  let zones: { zone: TestZone; slots: number }[]

  beforeAll(async () => {
    process.env.RATE_LIMIT_FACTOR = '1000000'
    await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default) values (${newId('sellingEntity')}, 'Andromède SAS', '123456782', 'FR00123456782', 'CMD', true)`
    buyers = await makeBuyers(sql, rivals)
    zones = [
      { zone: await makeZone({ count: 1, vcpu: 1 }), slots: 1 },
      { zone: await makeZone({ count: 5, vcpu: 2 }), slots: 10 },
    ]
    catalogue = await makeCatalogue(zones.map(({ zone }) => zone))
  })

  /**
   * All buyers sell out `zone` at the same time; checks the result and releases everything. Returns the p99 in
   * ms.
   */
  const round = async (zone: TestZone, slots: number): Promise<number> => {
    const times: number[] = []
    const outcomes = await Promise.all(
      buyers.map(async (buyer) => {
        const startedAt = performance.now()
        const line = { name: `web-${randomUUID().slice(0, 8)}a` }
        const outcome = await placeOrder(buyer.as(), serverOrder(zone, catalogue, line))
        times.push(performance.now() - startedAt)
        return outcome
      }),
    )
    const count = (wanted: string) => outcomes.filter(({ outcome }) => outcome === wanted).length
    expect([count('accepted'), count('insufficient_capacity')]).toEqual([slots, rivals - slots])
    const held =
      await sql`select resource_id from allocations where zone_id = ${zone.zoneId} and state = 'pending'`
    const [host] = await sql`select sum(vcpu_free)::int as free from hosts where zone_id = ${zone.zoneId}`
    expect([held.length, host?.free]).toEqual([slots, 0])
    const ctx = systemTestContext()
    for (const { resource_id: id } of held)
      await withSystem(ctx, (tx) => endAllocation(tx, id, 'voided', ctx.now))
    return times.sort((a, b) => a - b)[Math.floor(rivals * 0.99)] ?? 0
  }

  test.each(Array.from({ length: rounds }, (_, i) => i + 1))(
    'round %i, for one slot and for ten: as many are sold as there are slots, and the other orders are refused',
    async () => {
      for (const { zone, slots } of zones) p99s.push(await round(zone, slots))
    },
  )

  test('no order is in limbo: each accepted one has its server and its saga', async () => {
    process.stdout.write(
      `last slot: p99 of ${rivals} at once, worst of ${p99s.length}: ${Math.round(Math.max(...p99s))} ms\n`,
    )
    const [orders] = await sql`select count(*)::int as count, count(*) filter (where not exists (
      select 1 from order_lines l join instances i on i.order_line_id = l.id join sagas s on s.resource_id = i.id where l.order_id = o.id))::int as limbo from orders o`
    expect(orders).toEqual({ count: rounds * 11, limbo: 0 })
  })

  test('negative control: reading the free capacity and then writing oversells', async () => {
    const zone = await makeZone({ count: 5, vcpu: 2 })
    const naive = postgres(database.current.roleUrl('andromede_migrator'), {
      max: 10,
      onnotice: () => undefined,
    })
    try {
      const sold = await Promise.all(
        buyers.map(() =>
          naive.begin(async (tx) => {
            const [host] =
              await tx`select id, vcpu_free from hosts where zone_id = ${zone.zoneId} and vcpu_free >= 1 order by vcpu_free desc, id limit 1`
            if (!host) return 0
            await tx`update hosts set vcpu_free = ${host.vcpu_free - 1} where id = ${host.id}`
            return 1
          }),
        ),
      )
      expect(sold.reduce((sum: number, each) => sum + each, 0)).toBeGreaterThan(10)
    } finally {
      await naive.end()
    }
  })

  test('one key, 500 concurrent requests: one order, 500 identical answers', async () => {
    const zone = await makeZone({ count: 1, vcpu: 600 })
    const own = await makeCatalogue([zone])
    const buyer = await makeBuyer(sql)
    const input = serverOrder(zone, own)
    const answers = await Promise.all(Array.from({ length: rivals }, () => placeOrder(buyer.as(), input)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    const [row] =
      await sql`select count(*)::int as count from orders where organisation_id = ${buyer.organisationId}`
    expect(row?.count).toBe(1)
  })
})
