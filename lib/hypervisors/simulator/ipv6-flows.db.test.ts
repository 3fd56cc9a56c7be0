import { afterAll, beforeAll, expect, it } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import type { NetworkSpec } from '../port/driver'
import { closedFilter } from '../port/firewall'
import { inbound } from '../testing/inbound'
import { simulatorWorld } from '../testing/simulator-world'
import { instanceSpec, soon, type World } from '../testing/world'

const database = useTestDatabase()
let world: World
beforeAll(async () => {
  world = await simulatorWorld(database.current.roleUrl('andromede_simulator'))
})
afterAll(() => world.close())

const network = (range: string, range6: string): NetworkSpec => ({
  networkId: newId('network'),
  organisationId: newId('organisation'),
  range,
  range6,
  hasExit: true,
  ...closedFilter,
})
async function boot(on: NetworkSpec, address: string, address6: string, image = world.image) {
  const { organisationId } = on
  const spec = instanceSpec(image, { organisationId, network: on, address, address6 })
  await world.driver.createInstance(spec, soon())
  await world.driver.startInstance(spec.resourceId, soon())
  return { id: spec.resourceId, at: `[${address6}]`, says: `hello from ${spec.resourceId.replace('_', '-')}` }
}
const apply = (spec: NetworkSpec, over: Partial<NetworkSpec>) =>
  world.driver.applyRules('PAR1', { ...spec, ...over }, soon())

it('servers of two organisations meet over IPv6 as the rules of both networks say, and neighbours freely', async () => {
  const ours = network('10.0.0.0/24', '2001:db8:100:a::/64')
  const theirs = network('10.0.0.0/24', '2001:db8:100:b::/64')
  const [a, b] = [
    await boot(ours, '10.0.0.10', '2001:db8:100:a::a'),
    await boot(ours, '10.0.0.11', '2001:db8:100:a::b'),
  ]
  const stranger = await boot(theirs, '10.0.0.10', '2001:db8:100:b::a')
  const plain = await boot(theirs, '10.0.0.11', '2001:db8:100:b::b', world.plainImage)
  const hear = (from: typeof a, to: typeof a) => world.hear(from.id, to.at)
  expect(await hear(a, b)).toBe(b.says)
  expect(await hear(stranger, a)).toBe('')
  await apply(ours, { rules: [inbound('tcp', '80', '2001:db8:100:b::a/128')] })
  expect(await hear(stranger, a)).toBe(a.says)
  await apply(ours, { rules: [inbound('tcp', '80', '0.0.0.0/0')] })
  expect(await hear(stranger, a)).toBe('')
  await apply(ours, { rules: [inbound('tcp', '80')] })
  expect(await hear(stranger, a)).toBe(a.says)
  await apply(theirs, { egress: 'listed', rules: [{ ...inbound('tcp', '443'), direction: 'out' }] })
  expect(await hear(stranger, a)).toBe('')
  await apply(ours, { filtersInside: true })
  expect(await hear(a, b)).toBe('')

  // A system without DHCPv6 has no address to send from, and answers at none.
  await apply(ours, { rules: [inbound('tcp', '80')] })
  await apply(theirs, { rules: [inbound('tcp', '80')] })
  expect(await hear(plain, a)).toBe('')
  expect(await hear(a, plain)).toBe('')
  expect(await hear(a, stranger)).toBe(stranger.says)
})
