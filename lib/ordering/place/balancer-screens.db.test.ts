import { expect, test } from 'vitest'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { listCatalogue } from '~/lib/catalogue'
import { newId } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { inspectInstance, listAddresses, listBalancers, readBalancer } from '~/lib/resources'
import { observeBalancers } from '~/lib/resources/runtime'
import { useBalancerWorld } from '../testing/use-balancer-world'

const world = useBalancerWorld(useTestDatabase())

test('a balancer is shown by its list and page, its server, its address, and the catalogue', async () => {
  const liveOf = async () => {
    const { bundles } = await listCatalogue(staffTestContext(newId('staff'), ['capacity']))
    return Object.fromEntries(bundles.map(({ kind, live }) => [kind, live]))
  }
  expect(await liveOf()).toMatchObject({ balancer: 0, address: 0 })
  const id = await world.working()
  await observeBalancers(systemTestContext(addSeconds(systemNow(), 60)), world.drivers)
  expect(await liveOf()).toMatchObject({ balancer: 1, address: 1 })

  const [line] = await listBalancers(world.member(), {})
  expect(line).toMatchObject({ id, serverIds: [world.server], servers: { up: 1, total: 1 } })
  // What began in this minute is listed.
  const begun = await readBalancer(world.member(systemNow()), { balancerId: id })
  expect(begun.usage.map(({ meter }) => meter)).toEqual(['load_balancer'])
  const page = await readBalancer(world.member(addSeconds(systemNow(), 120)), { balancerId: id })
  expect(page.transitions.map(({ toState }) => toState)).toEqual(['active', 'creating'])
  expect(page.usage).toMatchObject([{ meter: 'load_balancer', cents: expect.stringMatching(/^\d+$/) }])
  expect(page.usage[0]?.seconds).toBeGreaterThan(50)

  const server = await inspectInstance(world.member(), { instanceId: world.server })
  expect(server.balancers).toEqual([{ id, name: page.name, health: 'up', isLast: true }])
  const { addresses } = await listAddresses(world.member())
  expect(addresses).toMatchObject([
    { address: page.address, server: null, balancer: { id, name: page.name } },
  ])
})
