import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { registerHost, registerRack } from '~/lib/datacentre'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { newId } from '~/lib/kernel/ids'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { placeOrder, readOrderForm } from '../index'
import type { PlaceOrderInput } from '../schema'
import { makeCatalogue, serverOrder, type TestCatalogue } from '../testing/order-world'

describe('ordering servers in placement groups', () => {
  const { sql } = useTestDatabase()
  let zone: TestZone
  let catalogue: TestCatalogue
  let buyers: TestBuyer[]

  beforeAll(async () => {
    await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default) values (${newId('sellingEntity')}, 'Andromède SAS', '123456782', 'FR00123456782', 'CMD', true)`
    zone = await makeZone({ count: 2, vcpu: 10 })
    await secondRack()
    catalogue = await makeCatalogue([zone])
    buyers = await makeBuyers(sql, 2)
  })

  async function secondRack(): Promise<void> {
    const ctx = seedContext()
    const [room] =
      await sql`select r.id from rooms r join sites s on s.id = r.site_id where s.zone_id = ${zone.zoneId}`
    const rackId = await registerRack(ctx, { roomId: room?.id, name: '02' })
    await registerHost(ctx, {
      rackId,
      name: 'second-rack-0',
      generation: 'G3',
      vcpuPhysical: 10,
      vcpuOvercommitPercent: 100,
      memoryMibPhysical: 40_960,
      diskGibPhysical: 1_000,
    })
  }
  const buyer = (i = 0) => (buyers[i] as TestBuyer).as()
  const order = (line: Partial<PlaceOrderInput['lines'][number]>, i = 0) =>
    placeOrder(buyer(i), serverOrder(zone, catalogue, line))
  const apart = { relation: 'apart', level: 'rack', strength: 'must' } as const
  const racksOf = async (prefix: string) =>
    (
      await sql`select h.rack_id from instances i join allocations a on a.resource_id = i.id and a.state in ('pending', 'posted')
        join hosts h on h.id = a.host_id where i.name like ${`${prefix}%`} and i.zone_id = ${zone.zoneId}`
    ).map((row) => row.rack_id)
  const groupId = async (i = 0) => (await readOrderForm(buyer(i))).groups[0]?.id ?? newId('placementGroup')

  test('two servers apart by rack are placed in two racks', async () => {
    expect(await order({ name: 'duo-01', quantity: 2, placement: apart })).toMatchObject({
      outcome: 'accepted',
    })
    expect(new Set(await racksOf('duo-')).size).toBe(2)
  })

  test('a third is refused by the rule without a trace, and a quantity of two is offered', async () => {
    const before = await sql`select count(*)::int as members from placement_group_members`
    const refused = await order({ name: 'third', placement: { groupId: await groupId() } })
    expect(refused).toMatchObject({ outcome: 'insufficient_capacity', short: 'rule' })
    expect(await sql`select count(*)::int as members from placement_group_members`).toEqual(before)
    expect((await readOrderForm(buyer())).groups).toMatchObject([
      { name: 'duo-01', relation: 'apart', level: 'rack', members: 2 },
    ])
  })

  test('an order of three is refused as a whole', async () => {
    const refused = await order({ name: 'trio-01', quantity: 3, placement: apart })
    expect(refused).toMatchObject({ outcome: 'insufficient_capacity', short: 'rule' })
    expect(await racksOf('trio-')).toEqual([])
  })

  test('a group kept in one rack stays there, also in a later order', async () => {
    const together = { relation: 'together', level: 'rack', strength: 'must' } as const
    await order({ name: 'pair-01', quantity: 2, placement: together })
    await order({ name: 'pair-03', placement: { groupId: await groupId() } })
    const racks = await racksOf('pair-')
    expect([racks.length, new Set(racks).size]).toEqual([3, 1])
  })

  test('lines with rules are placed with the other lines of the order, or the whole order is refused', async () => {
    const input = serverOrder(zone, catalogue, { name: 'mixed-a1', quantity: 2, placement: apart })
    const [first] = input.lines
    if (!first) throw new Error('an order has a line')
    const { placement: _, ...plain } = first
    const lines = [
      first,
      { ...plain, name: 'mixed-b1', quantity: 20 },
      { ...plain, name: 'mixed-c1', quantity: 20 },
    ]
    expect(await placeOrder(buyer(), { ...input, lines })).toMatchObject({ outcome: 'insufficient_capacity' })
    expect(await racksOf('mixed-')).toEqual([])
  })

  test('the group of another organisation gets not found, and a volume cannot join a group', async () => {
    const placement = { groupId: await groupId() }
    await expect(order({ name: 'foreign', placement }, 1)).rejects.toMatchObject({
      code: 'invalid_input',
      params: { reason: 'unknown_group' },
    })
    const volume = serverOrder(zone, catalogue, { bundleId: catalogue.disk, placement: apart })
    const { imageId: _, ...line } = volume.lines[0] as PlaceOrderInput['lines'][number]
    await expect(placeOrder(buyer(), { ...volume, lines: [line] })).rejects.toMatchObject({
      params: { reason: 'storage_has_no_placement' },
    })
  })

  test('a host dedicated to one organisation is neither counted for nor sold to another', async () => {
    const own = await makeZone({ count: 1, vcpu: 4 })
    const sold = await makeCatalogue([own])
    await sql`update hosts set labels = jsonb_build_object('dedicated', ${buyers[1]?.organisationId ?? ''}::text) where zone_id = ${own.zoneId}`
    const stockOf = async (i: number) =>
      (await readOrderForm(buyer(i))).stock[own.zoneId]?.[sold.server]?.free
    expect([await stockOf(0), await stockOf(1)]).toEqual([0, 4])
    const line = { name: 'dedicated' }
    expect(await placeOrder(buyer(0), serverOrder(own, sold, line))).toMatchObject({
      outcome: 'insufficient_capacity',
    })
    expect(await placeOrder(buyer(1), serverOrder(own, sold, line))).toMatchObject({ outcome: 'accepted' })
  })
})
