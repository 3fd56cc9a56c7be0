import { expect, test } from 'vitest'
import type { HypervisorFacts } from '~/db/schema/hypervisors'
import { listHypervisorPlaces } from './list-hypervisor-places'

const facts = (addresses: Record<string, string | undefined>): HypervisorFacts => ({
  version: '6.0',
  architectures: [],
  isClustered: true,
  members: Object.entries(addresses).map(([name, address]) => ({
    name,
    isOnline: true,
    cpus: 1,
    memoryBytes: 1,
    poolBytes: 1,
    ...(address && { address }),
  })),
  pool: 'default',
  pools: [],
  networks: [],
  images: [],
})

test('lists the addresses from staff first, then those of members, each once with its member', () => {
  const found = listHypervisorPlaces({
    host: '10.90.0.2',
    port: 8443,
    addresses: ['10.90.0.2:8443', 'cluster.example:443'],
    facts: facts({ n1: '10.90.0.1:8443', n2: '10.90.0.2:8443', n3: '[fd00::3]:8443', n4: undefined }),
  })
  expect(found).toEqual([
    { host: '10.90.0.2', port: 8443, member: 'n2' },
    { host: 'cluster.example', port: 443, member: null },
    { host: '10.90.0.1', port: 8443, member: 'n1' },
    { host: 'fd00::3', port: 8443, member: 'n3' },
  ])
})

test('before the first reading, only the given address is known', () => {
  expect(listHypervisorPlaces({ host: 'a.example', port: 8443, addresses: [], facts: null })).toEqual([
    { host: 'a.example', port: 8443, member: null },
  ])
})
