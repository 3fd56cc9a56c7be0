import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { newId } from '~/lib/kernel/ids'
import { makeBuyer, makeBuyers, type TestBuyer } from '~/testing/buyer'
import { placeOrder } from '../index'
import type { PlaceOrderInput } from '../schema'
import { makeCatalogue, serverOrder, type TestCatalogue } from '../testing/order-world'

const rivals = 200
const slots = 10
const addresses = 254 * 254

describe(`the last ${slots} slots under ${rivals} concurrent orders, for each scarce resource`, () => {
  const { sql } = useTestDatabase()
  let buyers: TestBuyer[]

  beforeAll(async () => {
    process.env.RATE_LIMIT_FACTOR = '1000000'
    await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default) values (${newId('sellingEntity')}, 'Andromède SAS', '123456782', 'FR00123456782', 'CMD', true)`
    buyers = await makeBuyers(sql, rivals)
  })

  type Line = Partial<PlaceOrderInput['lines'][number]>
  const named = (line: Line = {}) => ({ name: `web-${randomUUID().slice(0, 8)}a`, ...line })

  /** All buyers order one at the same time; returns the count of each answer, and the refusals. */
  async function rush(zone: TestZone, catalogue: TestCatalogue, line: Line = {}, by = buyers) {
    const outcomes = await Promise.all(
      by.map((buyer) => placeOrder(buyer.as(), serverOrder(zone, catalogue, named(line)))),
    )
    const answers = new Map<string, number>()
    for (const answer of outcomes) {
      const key = answer.outcome === 'insufficient_capacity' ? `short of ${answer.short}` : answer.outcome
      answers.set(key, (answers.get(key) ?? 0) + 1)
    }
    return Object.fromEntries(answers)
  }
  const held = async (zone: TestZone) =>
    (
      await sql`select count(*)::int as count from allocations where zone_id = ${zone.zoneId} and state = 'pending'`
    )[0]?.count

  test.each([
    ['memory', { count: 5, vcpu: 100, memoryMib: 2_048 }],
    ['disk', { count: 5, vcpu: 100, diskGib: 20 }],
    ['vcpu', { count: 5, vcpu: 2 }],
  ] as const)('%s: sold equals slots, the other orders are refused', async (short, hosts) => {
    const zone = await makeZone(hosts)
    const answers = await rush(zone, await makeCatalogue([zone]))
    expect(answers).toEqual({ accepted: slots, [`short of ${short}`]: rivals - slots })
    expect(await held(zone)).toBe(slots)
  })

  test('storage: the pool is sold to the last volume', async () => {
    const zone = await makeZone({ count: 1, vcpu: 1 }, { poolGib: slots * 100 + 99 })
    const catalogue = await makeCatalogue([zone])
    const answers = await rush(zone, catalogue, { bundleId: catalogue.disk, imageId: undefined })
    expect(answers).toEqual({ accepted: slots, 'short of volume': rivals - slots })
    expect(await held(zone)).toBe(slots)
  })

  test('quota: one organisation gets exactly its quota', async () => {
    const zone = await makeZone({ count: 5, vcpu: 100 })
    const buyer = await makeBuyer(sql, { quotas: { instances: slots } })
    const by = Array.from({ length: rivals }, () => buyer)
    const answers = await rush(zone, await makeCatalogue([zone]), {}, by)
    expect(answers).toEqual({ accepted: slots, quota_exceeded: rivals - slots })
    expect(await held(zone)).toBe(slots)
  })

  test('addresses: each of the last ones of a zone is given once', async () => {
    const zone = await makeZone({ count: 5, vcpu: 100 })
    const catalogue = await makeCatalogue([zone])
    const other = await makeBuyer(sql)
    await sql`insert into allocations (id, organisation_id, project_id, resource_kind, resource_id, zone_id, vcpu, memory_mib, disk_gib, pool_gib, address, state, created_at, posted_at)
      select 'alc_' || ${zone.zoneId}::text || n, ${other.organisationId}, ${other.projectId}, 'instance', 'ins_' || ${zone.zoneId}::text || n, z.id, 0, 0, 0, 0, app.address_at(z.address_prefix, n), 'posted', now(), now()
      from zones z, generate_series(0, ${addresses - 1}::int) n where z.id = ${zone.zoneId} and n % ${Math.floor(addresses / slots)}::int <> 7`
    const [left] =
      await sql`select ${addresses}::int - count(*)::int as count from allocations where zone_id = ${zone.zoneId}`
    // One after another: each order searches the whole zone while it locks its host.
    const answers: string[] = []
    for (const buyer of buyers.slice(0, left?.count + 2)) {
      const answer = await placeOrder(buyer.as(), serverOrder(zone, catalogue, named()))
      answers.push(answer.outcome === 'insufficient_capacity' ? `short of ${answer.short}` : answer.outcome)
    }
    const sold = Array.from({ length: left?.count }, () => 'accepted')
    expect(answers).toEqual([...sold, 'short of address', 'short of address'])
    expect(await held(zone)).toBe(left?.count)
  })

  test('anti-affinity group: one server per host, and the rest are refused by the rule', async () => {
    const zone = await makeZone({ count: slots + 1, vcpu: 100 })
    const catalogue = await makeCatalogue([zone])
    const buyer = buyers[0]
    if (!buyer) throw new Error('there are buyers')
    const placement = { relation: 'apart', level: 'host', strength: 'must' } as const
    const first = await placeOrder(buyer.as(), serverOrder(zone, catalogue, named({ placement })))
    expect(first.outcome).toBe('accepted')
    const [group] = await sql`select id from placement_groups where organisation_id = ${buyer.organisationId}`
    const by = Array.from({ length: rivals / 2 }, () => buyer)
    const answers = await rush(zone, catalogue, { placement: { groupId: group?.id } }, by)
    expect(answers).toEqual({ accepted: slots, 'short of rule': rivals / 2 - slots })
    const [spread] =
      await sql`select count(distinct host_id)::int as hosts from allocations where zone_id = ${zone.zoneId}`
    expect(spread?.hosts).toBe(slots + 1)
  })
})
