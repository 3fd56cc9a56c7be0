import { expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { changeBalancer, readBalancer } from '~/lib/resources'
import { changeBalancerInput } from '~/lib/resources/schema'
import { orderBalancerInput } from '../schema'
import { useBalancerWorld } from '../testing/use-balancer-world'

const database = useTestDatabase()
const { sql } = database
const world = useBalancerWorld(database)

/** The settings of the world on these ports. */
function settingsOn(listens: number, serverPort = 80) {
  const { listeners, pool } = world.settings()
  return { listeners: listeners.map((each) => ({ ...each, port: listens })), pool: { ...pool, serverPort } }
}
const unconfirmed = (doubts: string, access: string) => ({
  code: 'confirmation_required',
  params: { reason: 'remote_access_unconfirmed', doubts, access },
})
const ssh = () => unconfirmed('ssh_to_everyone', 'ssh')
const rdp = () => unconfirmed('rdp_to_everyone', 'rdp')
const counted = async () => (await sql`select id from balancers`).length

test('an order that opens SSH or RDP to everyone is refused until it is confirmed, and claims nothing', async () => {
  const before = await counted()
  const field = 'balancer.confirm'
  await expect(world.order({ settings: settingsOn(22) })).rejects.toMatchObject({ field, ...ssh() })
  await expect(world.order({ settings: settingsOn(2222, 22) })).rejects.toMatchObject({ field, ...ssh() })
  await expect(world.order({ settings: settingsOn(3389) })).rejects.toMatchObject({ field, ...rdp() })
  await expect(world.order({ settings: settingsOn(22, 3389) })).rejects.toMatchObject({
    field,
    ...unconfirmed('ssh_to_everyone rdp_to_everyone', 'both'),
  })
  expect(await counted()).toBe(before)

  const balancerId = await world.working({ settings: settingsOn(2222, 22), confirm: true })
  expect(await readBalancer(world.member(), { balancerId })).toMatchObject({
    state: 'active',
    settings: settingsOn(2222, 22),
  })
  expect(await world.healthy()).toEqual([])
})

test('a change needs it for what it newly opens, and never for what was open', async () => {
  const balancerId = await world.working()
  const change = (settings: ReturnType<typeof settingsOn>, confirm?: true) =>
    changeBalancer(world.member(), { balancerId, settings, confirm })
  const stored = async () => (await readBalancer(world.member(), { balancerId })).settings
  const field = 'confirm'

  await expect(change(settingsOn(22))).rejects.toMatchObject({ field, ...ssh() })
  await expect(change(settingsOn(443, 3389))).rejects.toMatchObject({ field, ...rdp() })
  expect(await stored()).toEqual(world.settings())

  await change(settingsOn(2222, 22), true)
  expect(await stored()).toEqual(settingsOn(2222, 22))
  await change(settingsOn(2222, 22))
  await change(settingsOn(2223, 22))
  expect(await stored()).toEqual(settingsOn(2223, 22))
  await expect(change(settingsOn(3389, 22))).rejects.toMatchObject({ field, ...rdp() })

  await change(settingsOn(443))
  await expect(change(settingsOn(2222, 22))).rejects.toMatchObject({ field, ...ssh() })
  expect(await stored()).toEqual(settingsOn(443))
  expect(await world.healthy()).toEqual([])
})

test('only true confirms', async () => {
  const balancer = { networkId: world.networkId, settings: settingsOn(22) }
  const order = {
    idempotencyKey: 'remote-access-of-a-balancer',
    zoneId: world.zoneId,
    name: 'front',
  }
  const change = { balancerId: await world.working(), settings: settingsOn(22) }
  for (const [confirm, isAccepted] of [
    [true, true],
    [false, false],
    ['true', false],
  ]) {
    expect(changeBalancerInput.safeParse({ ...change, confirm }).success).toBe(isAccepted)
    const ordered = { ...order, balancer: { ...balancer, confirm } }
    expect(orderBalancerInput.safeParse(ordered).success).toBe(isAccepted)
  }
})
