import { expect, it } from 'vitest'
import { connectCluster, clusterSharedAddress as shared } from '../../testing/balancer-cluster'

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

/** The container of this position holds the shared address until it is removed. */
const sharing = (holder: number, over: Partial<Parameters<typeof connectCluster>[0]> = {}) =>
  connectCluster({
    ...{ members, containers: { 1: 'n1', 2: 'n2' }, changed: { 1: old, 2: old } },
    ...{ forwards: [{ to: shared, member: '' }], ovn: true, shares: true },
    says: (position, changes) => {
      const holds = changes.includes(`remove ${holder}`) ? 3 - holder : holder
      return position === holds ? `sharing\nholds ${shared}\n` : 'sharing\n'
    },
    ...over,
  })

it.each([
  [1, 2],
  [2, 1],
])(
  'container %i, which holds the shared address, is made again once the address leads to the other one itself',
  async (holder, other) => {
    const cluster = await sharing(holder)
    await cluster.apply(renewing)
    expect(cluster.changes).toEqual([
      ...['ask 1', 'ask 2'],
      ...[`remove ${other}`, `make ${other} on n${other}`, `ask ${other}`],
      `PUT 10.0.0.${249 + other} on null`,
      ...[`ask ${holder}`, `remove ${holder}`, `make ${holder} on n${holder}`, `ask ${holder}`],
      // Until one holds it.
      ...(other === 1 ? ['ask 1'] : ['ask 1', 'ask 2']),
      `PUT ${shared} on null`,
    ])
  },
)

it('the container that holds the shared address is kept while the other one cannot be made or the address cannot be changed', async () => {
  const broken = await sharing(2, { isImageBroken: true })
  await expect(broken.apply(renewing)).rejects.toThrow('The image cannot be unpacked')
  expect(broken.changes).toEqual(['ask 1', 'ask 2', 'remove 1', 'ask 2'])
  const dead = await sharing(2, { members: { ...members, n3: 'Offline' } })
  await expect(dead.apply(renewing)).rejects.toMatchObject({ code: 'member_down' })
  expect(dead.changes).not.toContain('remove 2')
  expect(dead.containers).toEqual({ 1: 'n1', 2: 'n2' })
})

it('a renewal that ended while the address led to one container leads it to the shared one', async () => {
  const cluster = await sharing(1, { changed: {}, forwards: [{ to: '10.0.0.251', member: '' }] })
  await cluster.apply(renewing)
  expect(cluster.changes).toEqual(['ask 1', 'ask 2', 'ask 2', 'ask 1', 'ask 1', `PUT ${shared} on null`])
})

it('the spare of two that share an address is made again without a change of the address', async () => {
  const cluster = await sharing(1, { changed: { 2: old } })
  await cluster.apply(renewing)
  expect(cluster.changes).toEqual(['ask 1', 'ask 2', 'ask 1', 'remove 2', 'make 2 on n2', 'ask 2'])
})
