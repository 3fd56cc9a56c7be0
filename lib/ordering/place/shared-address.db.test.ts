import { beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { readFilters } from '~/lib/hypervisors'
import type { Id } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { readBalancer } from '~/lib/resources'
import { isInForce, readBalancerSpec } from '~/lib/resources/balancers/balancer-spec'
import { applyBalancers } from '~/lib/resources/runtime'
import { useBalancerWorld } from '../testing/use-balancer-world'

const database = useTestDatabase()
const { sql } = database
const world = useBalancerWorld(database)
let balancerId: Id<'balancer'>
beforeAll(async () => {
  balancerId = await world.working()
})

const read = () =>
  withSystem(systemTestContext(systemNow()), async (tx) => (await readBalancerSpec(tx, balancerId)).spec)
const held = async () => {
  const rows = await sql<{ address: string }[]>`
    select address from balancer_addresses where balancer_id = ${balancerId} order by position`
  return rows.map(({ address }) => address)
}
const loseThird = () => sql`delete from balancer_addresses where balancer_id = ${balancerId} and position = 3`

test('a balancer has two addresses from which it reaches its servers, and a third that its parts share', async () => {
  const [first, second, third, ...more] = await held()
  expect(more).toEqual([])
  expect(await read()).toMatchObject({ ownAddresses: [first, second], sharedAddress: third })
  const page = await readBalancer(world.member(), { balancerId })
  expect(page.ownAddresses).toEqual([first, second])
})

test('one without the third address gets it, which is a new configuration', async () => {
  const before = await held()
  await loseThird()
  await applyBalancers(systemTestContext(systemNow()), world.drivers)
  expect(await held()).toEqual(before)
  const spec = await read()
  const [row] = await sql<{ digest: string }[]>`
    select applied_digest as digest from balancers where id = ${balancerId}`
  expect(isInForce(spec, row?.digest ?? null)).toBe(true)
  expect(isInForce({ ...spec, sharedAddress: null }, row?.digest ?? null)).toBe(false)
})

test('where the network has no third address, it keeps its two', async () => {
  const [first, second] = await held()
  const filler = await world.working()
  await loseThird()
  await sql`
    insert into balancer_addresses (network_id, address, organisation_id, balancer_id, position)
    select n.id, host(n.range::inet + g), n.organisation_id, ${filler}, 10 + g
    from private_networks n, generate_series(10, (1 << (32 - masklen(n.range::inet))) - 3) g
    where n.id = ${world.networkId} on conflict (network_id, address) do nothing`
  expect(await read()).toMatchObject({ ownAddresses: [first, second], sharedAddress: null })
  await sql`delete from balancer_addresses where balancer_id = ${filler} and position >= 10`
  expect((await read()).sharedAddress).not.toBeNull()
})

test('where the network filters inside, its parts hear each other', async () => {
  const [project] = await sql<{ id: Id<'project'> }[]>`
    select project_id as id from balancers where id = ${balancerId}`
  const rules = async () => {
    const filters = await withSystem(systemTestContext(systemNow()), (tx) =>
      readFilters(tx, project ? [project.id] : []),
    )
    const addresses = (await held()).map((address) => `${address}/32`)
    return filters
      .get(world.networkId)
      ?.rules.filter(({ protocol }) => protocol === 'any')
      .filter(
        ({ source, destination }) => `${source}` === `${addresses}` && `${destination}` === `${addresses}`,
      )
      .map(({ direction, ports }) => [direction, ports])
  }
  expect(await rules()).toEqual([])
  await sql`update private_networks set filters_inside = true where id = ${world.networkId}`
  expect(await rules()).toEqual([['in', null]])
  await sql`update private_networks set filters_inside = false where id = ${world.networkId}`
})
