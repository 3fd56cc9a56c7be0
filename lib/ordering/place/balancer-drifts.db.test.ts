import { describe, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { compareZone } from '~/lib/hypervisors/drifts/compare-zone'
import { soon } from '~/lib/hypervisors/testing/world'
import { systemNow } from '~/lib/kernel/time/clock'
import { deleteBalancer } from '~/lib/resources'
import { applyBalancers } from '~/lib/resources/runtime'
import { useBalancerWorld } from '../testing/use-balancer-world'

const database = useTestDatabase()
const { sql } = database
const world = useBalancerWorld(database)

const apply = () => applyBalancers(systemTestContext(systemNow()), world.drivers)

describe('a comparison of the zone', () => {
  const compare = async () => {
    const hypervisor = await world.drivers.hypervisorOf()
    await compareZone(systemTestContext(systemNow()), await world.compared(), hypervisor)
  }
  const drifts = (subject: string) => sql`select kind, state from drifts where subject = ${subject}`

  test('has a removed balancer made again', async () => {
    const id = await world.working()
    await apply()
    await world.saga.simulator.balancers?.remove(id, soon())
    await compare()
    expect(await drifts(id)).toMatchObject([{ kind: 'balancer_missing', state: 'healed' }])
    await apply()
    expect(await world.backends(id)).toEqual([{ instanceId: world.server, health: 'up' }])
    await compare()
    expect(await drifts(id)).toHaveLength(1)
  })

  test('puts back an address and a part that were changed by hand', async () => {
    const id = await world.working()
    await apply()
    const rows = () =>
      sql`select address, own_addresses, network_name from simulator.balancers where resource_id = ${id}`
    const made = await rows()
    await compare()
    expect(await drifts(id)).toEqual([])
    const byHand = [
      sql`update simulator.balancers set address = null where resource_id = ${id}`,
      sql`update simulator.balancers set address = '203.0.113.61' where resource_id = ${id}`,
      sql`update simulator.balancers set own_addresses = own_addresses[1:1] where resource_id = ${id}`,
      sql`update simulator.balancers set network_name = 'net-elsewhere' where resource_id = ${id}`,
    ]
    for (const [turn, change] of byHand.entries()) {
      await change
      await compare()
      expect(await drifts(id)).toEqual(
        Array.from({ length: turn + 1 }, () => ({ kind: 'balancer_differs', state: 'healed' })),
      )
      // While its configuration is due, nothing else is to be done.
      await compare()
      expect(await drifts(id)).toHaveLength(turn + 1)
      await apply()
      expect(await rows()).toEqual(made)
    }
    await compare()
    expect(await drifts(id)).toHaveLength(byHand.length)
  })

  test('removes what is left of a deleted one once it was seen twice', async () => {
    const id = await world.working()
    await apply()
    const [left] = await sql`select * from simulator.balancers where resource_id = ${id}`
    await deleteBalancer(world.member(), { balancerId: id })
    await world.drive(id)
    const rows = () => sql`select name from simulator.balancers where resource_id = ${id}`
    expect(await rows()).toHaveLength(0)
    await sql`insert into simulator.balancers ${sql(left ?? {})}`
    await compare()
    expect(await rows()).toHaveLength(1)
    await compare()
    expect(await rows()).toHaveLength(0)
  })

  test('quarantines one without a row, and none of its addresses is free', async () => {
    const id = await world.working()
    const [row] = await sql`select address from simulator.balancers where resource_id = ${id}`
    const unknown = id.replace(/.{4}$/, '0000')
    await sql`insert into simulator.balancers select ${unknown.replace('_', '-')}, ${unknown}, b.organisation_id, b.installation, b.zone_code,
      b.network_name, b.own_addresses, '203.0.113.60', b.server_port, b.servers, b.configuration from simulator.balancers b where resource_id = ${id}`
    expect(row?.address).not.toBe('203.0.113.60')
    await compare()
    expect(await drifts(unknown)).toMatchObject([{ kind: 'balancer_unknown', state: 'open' }])
    expect(await sql`select kind from quarantined_objects where subject = ${unknown}`).toMatchObject([
      { kind: 'balancer' },
    ])
    expect(await sql`select app.has_unexplained_lead(${world.zoneId}, '203.0.113.60', '') as held`).toEqual([
      { held: true },
    ])
    const held = async () =>
      (await sql<{ card: string }[]>`select app.unexplained_cards(${world.networkId}) as card`).map(
        ({ card }) => card,
      )
    const own = (
      await sql<{ address: string }[]>`
      select address from balancer_addresses where balancer_id = ${id} and position <= 2`
    ).map(({ address }) => address)
    expect((await held()).toSorted()).toEqual(own.toSorted())
    await compare()
    const rows = () => sql`select name from simulator.balancers where resource_id = ${unknown}`
    expect(await rows()).toHaveLength(1)
    await sql`delete from simulator.balancers where resource_id = ${unknown}`
    await compare()
    expect(await held()).toEqual([])
  })
})
