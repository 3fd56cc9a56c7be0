import { expect, it } from 'vitest'
import { connectCluster as connect } from '../../testing/balancer-cluster'

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
  await expect(full.apply()).rejects.toMatchObject({ rawText: 'the member has no room' })
  expect(full.power).toEqual(['stop 2', 'start 2'])
})
