import { expect, it } from 'vitest'
import { connectCluster as connect, clusterSharedAddress as shared } from '../../testing/balancer-cluster'

it('two containers on one member are spread once another one is online: the one that serves no client moves', async () => {
  const { observe, apply, changes, containers } = await connect({
    members: { n1: 'Online', n2: 'Online' },
    containers: { 1: 'n1', 2: 'n1' },
    forwards: [{ to: '10.0.0.251', member: 'n1' }],
  })
  expect(await observe()).toMatchObject({ isServing: true, isWhole: false })
  changes.length = 0
  await apply()
  expect(changes).toEqual(['ask 2', 'ask 1', 'move 1 to n2', 'ask 1'])
  expect(await observe()).toMatchObject({ isServing: true, isWhole: true })
  changes.length = 0
  await apply()
  expect(changes).toEqual(['ask 2', 'ask 1'])
  expect(containers).toEqual({ 1: 'n2', 2: 'n1' })
})

it('two containers on the only member stay there, and one that cannot be moved goes on where it is', async () => {
  const forwards = [{ to: '10.0.0.250', member: 'n1' }]
  for (const n2 of ['Offline', 'Evacuated']) {
    const { observe, apply, changes } = await connect({
      members: { n1: 'Online', n2 },
      containers: { 1: 'n1', 2: 'n1' },
      forwards,
    })
    await apply()
    expect(changes).toEqual(['ask 1', 'ask 2'])
    expect(await observe()).toMatchObject({ isWhole: true })
  }
  const full = await connect({
    members: { n1: 'Online', n2: 'Online' },
    containers: { 1: 'n1', 2: 'n1' },
    forwards,
    refusesMoves: true,
  })
  await full.apply()
  expect(full.power).toEqual(['stop 2', 'start 2'])
  // Configured after its restart.
  expect(full.changes).toEqual(['ask 1', 'ask 2', 'ask 2'])
  // For a while it is left there.
  expect(await full.observe()).toMatchObject({ isServing: true, isWhole: true })
  await full.apply()
  expect(full.power).toHaveLength(2)
})

it('of two containers that share an address, the one that does not hold it moves', async () => {
  const { apply, changes } = await connect({
    ...{ members: { n1: 'Online', n2: 'Online' }, containers: { 1: 'n1', 2: 'n1' } },
    ...{ ovn: true, shares: true, forwards: [{ to: shared, member: '' }] },
    says: (position) => (position === 2 ? `sharing\nholds ${shared}\n` : 'sharing\n'),
  })
  await apply()
  const [asked, configured, checked] = [['ask 1', 'ask 2'], ['ask 2', 'ask 1'], ['ask 1']]
  expect(changes).toEqual([...asked, ...configured, ...checked, 'move 1 to n2', 'ask 1'])
  changes.length = 0
  await apply()
  expect(changes).toEqual([...asked, ...configured])
})

it('one that took the address over meanwhile does not move', async () => {
  const { apply, changes } = await connect({
    ...{ members: { n1: 'Online', n2: 'Online' }, containers: { 1: 'n1', 2: 'n1' } },
    ...{ ovn: true, shares: true, forwards: [{ to: shared, member: '' }] },
    says: (position, until) => (position === (until.length < 4 ? 2 : 1) ? `holds ${shared}\n` : ''),
  })
  await apply()
  expect(changes).toContain('move 2 to n2')
})
