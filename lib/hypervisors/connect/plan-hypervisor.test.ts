import { describe, expect, it } from 'vitest'
import type { HypervisorFacts } from '~/db/schema/hypervisors'
import { memberOfHost, planHypervisor } from './plan-hypervisor'

const gib = 2 ** 30
const member = (name: string, over: Partial<HypervisorFacts['members'][number]> = {}) => ({
  name,
  isOnline: true,
  cpus: 4,
  memoryBytes: 8 * gib,
  poolBytes: 100 * gib,
  ...over,
})
const facts = (members: HypervisorFacts['members'], driver = 'btrfs'): HypervisorFacts => ({
  version: '6.0.4',
  architectures: ['x86_64'],
  isClustered: members.length > 1,
  members,
  pool: 'default',
  pools: [{ name: 'default', driver }],
  networks: [],
  images: [{ alias: 'busybox', type: 'container', description: 'BusyBox', bytes: 1, madeOn: '2026-11-01' }],
})

describe('the plan of a zone on a cluster', () => {
  it('sells each member that answers, and volumes only up to the smallest pool', () => {
    const away = member('n3', { isOnline: false, cpus: 0, memoryBytes: 0, poolBytes: 0 })
    const decision = planHypervisor(
      'INC2',
      facts([member('n1'), member('n2', { poolBytes: 40 * gib }), away]),
    )
    if (decision.outcome === 'refused') throw new Error(decision.reason)
    const { hosts, pool, images } = decision.plan
    expect(hosts.map(({ member: of, name, capacity }) => [of, name, capacity.diskGibPhysical])).toEqual([
      ['n1', 'inc2-n1', 50],
      ['n2', 'inc2-n2', 20],
    ])
    expect(pool).toEqual({ name: 'inc2-default', gibPhysical: 20, gibReserved: 2 })
    expect(images.map(({ alias }) => alias)).toEqual(['busybox'])
  })

  it('divides a pool that all members share, and sells it once', () => {
    const decision = planHypervisor('INC2', facts([member('n1'), member('n2')], 'ceph'))
    if (decision.outcome === 'refused') throw new Error(decision.reason)
    const { hosts, pool } = decision.plan
    expect(hosts.map(({ capacity }) => capacity.diskGibPhysical)).toEqual([25, 25])
    expect(pool.gibPhysical).toBe(50)
  })

  it.each([
    ['no_member', [member('n1', { isOnline: false })], null],
    ['pool_too_small', [member('n1'), member('n2', { poolBytes: gib })], 'n2'],
    ['memory_too_small', [member('n1', { memoryBytes: gib / 4 })], 'n1'],
    ['same_name', [member('a.b'), member('a-b')], 'a-b'],
  ] as const)('is refused: %s', (reason, members, named) => {
    expect(planHypervisor('INC2', facts([...members]))).toEqual({ outcome: 'refused', reason, member: named })
  })
})

it('finds the member of a host', () => {
  const known = facts([member('Node 7'), member('n2')])
  expect(memberOfHost('INC2', known, 'inc2-node-7')).toBe('Node 7')
  expect(memberOfHost('INC2', known, 'par1-n2')).toBeNull()
})
