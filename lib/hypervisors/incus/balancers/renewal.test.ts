import { expect, it } from 'vitest'
import { connectCluster } from '../../testing/balancer-cluster'

const members = { n1: 'Online', n2: 'Online' }
const old = { 'volatile.base_image': '01d' }
const forwards = [{ to: '10.0.0.250', member: '' }]
const renewing = { replacesOutdated: true }
const outdated = (over: { isImageBroken?: boolean; changed?: Record<number, Record<string, string>> } = {}) =>
  connectCluster({
    members,
    containers: { 1: 'n1', 2: 'n2' },
    changed: { 1: old, 2: old },
    forwards,
    ovn: true,
    ...over,
  })
const conditionsOf = async ({ survey }: Awaited<ReturnType<typeof outdated>>) =>
  (await survey()).flatMap(({ parts }) => parts.map(({ condition }) => condition))

it('the spare container is made again first, then the other one, once the address leads to the spare and nothing is open', async () => {
  const cluster = await outdated()
  expect(await conditionsOf(cluster)).toEqual(['outdated', 'outdated'])
  await cluster.apply(renewing)
  const spare = ['remove 2', 'make 2 on n2', 'ask 2', 'PUT 10.0.0.251 on null']
  expect(cluster.changes).toEqual([...spare, 'ask 1', 'remove 1', 'make 1 on n1', 'ask 1'])
  expect(await conditionsOf(cluster)).toEqual(['as_made', 'as_made'])
})

it('a renewal that ended half-way goes on with the outdated container, and the address stays', async () => {
  const cluster = await outdated({ changed: { 2: old } })
  await cluster.apply(renewing)
  expect(cluster.changes).toEqual(['ask 1', 'remove 2', 'make 2 on n2', 'ask 2'])
})

it('the container that serves is kept when no other can be made from the image', async () => {
  const cluster = await outdated({ isImageBroken: true })
  await expect(cluster.apply(renewing)).rejects.toThrow('The image cannot be unpacked')
  expect(cluster.changes).toEqual(['remove 2', 'ask 1'])
  expect(await conditionsOf(cluster)).toEqual(['outdated'])
})

it('a change of the configuration makes no outdated container again', async () => {
  const cluster = await outdated()
  await cluster.apply()
  expect(cluster.changes).toEqual(['ask 1', 'ask 2'])
})
