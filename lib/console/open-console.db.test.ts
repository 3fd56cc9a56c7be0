import { afterAll, beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import { openConsole } from './index'
import { type ConsoleWorld, makeConsoleWorld } from './testing/consoles'

const database = useTestDatabase()
let world: ConsoleWorld
beforeAll(async () => {
  world = await makeConsoleWorld(database)
}, 60_000)
afterAll(() => world?.close())

const ticketsOf = (id: string) =>
  world.query<Record<string, string>>('select * from console_tickets where instance_id = $1', id)

test('a ticket is issued; the database stores nothing that opens a console', async () => {
  const id = await addInstance(world.estate)
  const access = await openConsole(world.estate.own.as('technical'), { instanceId: id })
  expect(access).toEqual({ address: 'wss://console.test/', ticket: expect.stringMatching(/^[\w-]{43}$/) })
  const [row] = await ticketsOf(id)
  expect(JSON.stringify(row)).not.toContain(access.ticket)
  expect(row).toMatchObject({ organisation_id: world.estate.own.organisationId, used_at: null })
})

test('a foreign or unknown server is not found, and a stopped one is refused', async () => {
  const ctx = world.estate.own.as('technical')
  const foreign = await addInstance(world.estate, { of: world.estate.foreign })
  for (const instanceId of [foreign, newId('instance')])
    await expect(openConsole(ctx, { instanceId })).rejects.toMatchObject({ code: 'not_found' })
  const stopped = await addInstance(world.estate, { state: 'stopped' })
  await expect(openConsole(ctx, { instanceId: stopped })).rejects.toMatchObject({
    code: 'state_forbids',
    params: { reason: 'is_stopped' },
  })
  for (const id of [foreign, stopped]) expect(await ticketsOf(id)).toEqual([])
})

test.each(['reader', 'billing', 'approver'] as const)('a %s is not allowed', async (role) => {
  const id = await addInstance(world.estate)
  await expect(openConsole(world.estate.own.as(role), { instanceId: id })).rejects.toMatchObject({
    code: 'forbidden',
  })
  expect(await ticketsOf(id)).toEqual([])
})

test('a suspended organisation cannot open one', async () => {
  const id = await addInstance(world.estate)
  const ctx = world.estate.own.as('technical')
  const suspended = {
    ...ctx,
    membership: ctx.membership && { ...ctx.membership, organisationState: 'suspended' as const },
  }
  await expect(openConsole(suspended, { instanceId: id })).rejects.toMatchObject({
    code: 'organisation_not_active',
  })
})

test('without a gateway, no ticket is issued', async () => {
  const id = await addInstance(world.estate)
  const address = process.env.CONSOLE_URL
  delete process.env.CONSOLE_URL
  await expect(openConsole(world.estate.own.as('technical'), { instanceId: id })).rejects.toMatchObject({
    code: 'unavailable',
  })
  process.env.CONSOLE_URL = address
  expect(await ticketsOf(id)).toEqual([])
})
