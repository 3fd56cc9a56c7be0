import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { DriverError } from '~/lib/hypervisors/port/index'
import { newId } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { deleteBalancer, detachAddress, releaseAddress } from '~/lib/resources'
import { applyBalancers } from '~/lib/resources/runtime'
import { makeBuyer } from '~/testing/buyer'
import { getOrder, reserveAddress } from '../index'
import type { OrderBalancerInput } from '../schema'
import { useBalancerWorld } from '../testing/use-balancer-world'

const database = useTestDatabase()
const { sql } = database
const world = useBalancerWorld(database)

test('is made with an address of its own, metered from the moment it serves, and follows its pool', async () => {
  const orderId = await world.order()
  const { id } = await world.balancerOf(orderId)
  expect(await world.openMeters(id)).toEqual([])
  await world.drive(id)
  expect(await world.balancerOf(orderId)).toMatchObject({ state: 'active', failure: null })
  const address = await world.addressOf(id)
  expect(address).toBeDefined()
  expect(await world.openMeters(id)).toEqual(['load_balancer'])
  expect(await world.openMeters(address?.id ?? '')).toEqual(['public_address'])
  expect(await getOrder(world.member(), { id: orderId })).toMatchObject({ state: 'delivered' })
  expect(await world.backends(id)).toEqual([{ instanceId: world.server, health: 'up' }])

  const instance = await world.runningServer()
  await applyBalancers(systemTestContext(), world.drivers)
  expect(await world.backends(id)).toHaveLength(1)
  await sql`update instances set tags = '{"role":"web"}' where id = ${instance}`
  await applyBalancers(systemTestContext(), world.drivers)
  expect((await world.backends(id))?.map(({ instanceId }) => instanceId).sort()).toEqual(
    [world.server, instance].sort(),
  )
  const applied = await sql`select applied_digest from balancers where id = ${id}`
  await applyBalancers(systemTestContext(), world.drivers)
  expect(await sql`select applied_digest from balancers where id = ${id}`).toEqual(applied)
  expect(await world.healthy()).toEqual([])
})

test('takes a reserved address, keeps it from changes, and leaves it reserved when it is deleted', async () => {
  const reserved = await reserveAddress(world.member(), {
    idempotencyKey: randomUUID(),
    zoneId: world.saga.estate.zone.zoneId,
  })
  if (reserved.outcome !== 'reserved') throw new Error('held')
  const { addressId } = reserved
  const { id } = await world.balancerOf(await world.order({ addressId }))
  await world.drive(id)
  expect(await world.addressOf(id)).toMatchObject({ id: addressId })
  for (const change of [detachAddress, releaseAddress])
    await expect(change(world.member(), { addressId })).rejects.toMatchObject({ code: 'state_forbids' })
  await expect(world.order({ addressId })).rejects.toMatchObject({ code: 'invalid_input' })

  await deleteBalancer(world.member(), { balancerId: id })
  expect(await world.openMeters(id)).toEqual(['load_balancer'])
  await world.drive(id)
  expect(await world.openMeters(id)).toEqual([])
  expect(await world.backends(id)).toBeNull()
  expect(await world.addressOf(id)).toBeUndefined()
  expect(await world.openMeters(addressId)).toEqual(['public_address'])
  expect(await world.healthy()).toEqual([])
  await releaseAddress(world.member(), { addressId })
  expect(await world.healthy()).toEqual([])
})

test('that cannot be made leaves nothing: no object, no address, no bill', async () => {
  const orderId = await world.order()
  const { id } = await world.balancerOf(orderId)
  const address = await world.addressOf(id)
  await world.drive(id, {
    crash: ({ direction, step, place }) => {
      if (direction === 'run' && step === 'ask_balancer' && place === 'before_effect')
        throw new DriverError('rejected', { rawText: 'refused by the test' })
    },
  })
  expect(await world.balancerOf(orderId)).toMatchObject({ state: 'failed', failure: 'rejected' })
  expect(await world.backends(id)).toBeNull()
  const usage = await sql`select id from usage_intervals where resource_id in (${id}, ${address?.id ?? ''})`
  expect(usage).toHaveLength(0)
  expect(await world.addressOf(id)).toBeUndefined()
  expect(await getOrder(world.member(), { id: orderId })).toMatchObject({ state: 'failed' })
  expect(await world.healthy()).toEqual([])
})

test('is refused before anything is claimed when it does not fit', async () => {
  const { listeners, pool } = world.settings()
  const [port] = listeners
  if (!port) throw new Error('one listener')
  const check = { ...pool.check, protocol: 'http' as const }
  const refused: [Partial<OrderBalancerInput['balancer']>, string, string][] = [
    [{ networkId: newId('network') }, 'balancer.networkId', 'network_other_place'],
    [{ addressId: newId('publicAddress') }, 'balancer.addressId', 'address_not_free'],
    [{ settings: { pool, listeners: [port, port] } }, 'balancer.settings.listeners.1', 'listener_port_twice'],
    [{ settings: { listeners, pool: { ...pool, check } } }, 'balancer.settings.pool.check.path', 'required'],
  ]
  const before = await sql`select id from balancers`
  for (const [over, field, reason] of refused)
    await expect(world.order(over)).rejects.toMatchObject({
      code: 'invalid_input',
      field,
      params: { reason },
    })
  expect(await sql`select id from balancers`).toHaveLength(before.length)
})

test('cannot be deleted by a reader, and does not exist for another organisation', async () => {
  const { id } = await world.balancerOf(await world.order())
  await world.drive(id)
  const reader = world.saga.estate.own.as('reader', systemNow())
  await expect(deleteBalancer(reader, { balancerId: id })).rejects.toMatchObject({
    code: 'forbidden',
  })
  const other = (await makeBuyer(sql)).as('owner', systemNow())
  await expect(deleteBalancer(other, { balancerId: id })).rejects.toMatchObject({ code: 'not_found' })
})
