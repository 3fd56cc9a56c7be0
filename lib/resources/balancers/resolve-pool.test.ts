import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type PoolCandidate, resolvePool } from './resolve-pool'

const server = (id: string, over: Partial<PoolCandidate> = {}): PoolCandidate => ({
  id,
  state: 'running',
  tags: {},
  addresses: [{ networkId: 'net_a', address: `10.0.0.${id.length}` }],
  ...over,
})
const ids = (...of: Parameters<typeof resolvePool>) => resolvePool(...of).map(({ instanceId }) => instanceId)

it('takes servers by name and by tag, each once, in the order of their ids', () => {
  const servers = [
    server('c', { tags: { role: 'web' } }),
    server('b', { tags: { role: 'db' } }),
    server('a'),
    server('d', { tags: { role: 'web', stage: 'test' } }),
  ]
  const tags = [{ key: 'role', value: 'web' }]
  expect(ids({ instanceIds: ['a', 'c'], tags }, 'net_a', servers)).toEqual(['a', 'c', 'd'])
  expect(ids({ instanceIds: [], tags: [] }, 'net_a', servers)).toEqual([])
})

it('takes the address on the network of the balancer, and no server without one', () => {
  const two = [
    { networkId: 'net_b', address: '10.9.0.7' },
    { networkId: 'net_a', address: '10.0.0.7' },
  ]
  const servers = [server('a', { addresses: two }), server('b', { addresses: two.slice(0, 1) }), server('c')]
  const choice = { instanceIds: ['a', 'b', 'c'], tags: [] }
  expect(resolvePool(choice, 'net_a', servers)).toEqual([
    { instanceId: 'a', address: '10.0.0.7' },
    { instanceId: 'c', address: '10.0.0.1' },
  ])
})

it.each([
  ['running', true],
  ['stopped', true],
  ['resizing', true],
  ['creating', false],
  ['failed', false],
  ['deleted', false],
  ['purging', false],
  ['purged', false],
])('a server that is %s is in the pool: %s', (state, isIn) => {
  const pool = ids({ instanceIds: ['a'], tags: [] }, 'net_a', [server('a', { state })])
  expect(pool.length === 1).toBe(isIn)
})

it('a tag named like a property of every object chooses nothing by itself', () => {
  const tags = [{ key: 'constructor', value: 'web' }]
  expect(ids({ instanceIds: [], tags }, 'net_a', [server('a')])).toEqual([])
})

it('gives one result for any order of the servers', () => {
  const servers = fc.uniqueArray(
    fc.record({ id: fc.stringMatching(/^[a-z]{1,3}$/), tag: fc.constantFrom('web', 'db') }),
    { selector: ({ id }) => id, maxLength: 12 },
  )
  fc.assert(
    fc.property(servers, (drawn) => {
      const all = drawn.map(({ id, tag }) => server(id, { tags: { role: tag } }))
      const choice = { instanceIds: [], tags: [{ key: 'role', value: 'web' }] }
      const pool = ids(choice, 'net_a', all)
      return (
        JSON.stringify(pool) === JSON.stringify(ids(choice, 'net_a', all.toReversed())) &&
        pool.length === drawn.filter(({ tag }) => tag === 'web').length
      )
    }),
    { numRuns: 100 },
  )
})
