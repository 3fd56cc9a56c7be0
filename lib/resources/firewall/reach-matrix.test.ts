import { expect, test } from 'vitest'
import type { StoredFirewall, StoredRule } from '~/lib/hypervisors'
import { reachMatrix } from './reach-matrix'

const network = (id: 'net_a' | 'net_b', zoneId: string, range: string, range6: string) => ({
  ...{ id, zoneId, range, range6 },
  filtersInside: false,
  hasExit: true,
})
const server = (id: 'ins_a' | 'ins_b', networkId: string, ...addresses: string[]) => ({
  ...{ id, name: id, tags: {} },
  addresses: addresses.map((address) => ({ networkId, address })),
})
const firewall = (peer: StoredRule['peer']): StoredFirewall => ({
  projectId: 'prj_1',
  // In two zones, with one IPv4 range: only IPv6 leads from one to the other.
  networks: [
    network('net_a', 'zon_1', '10.128.0.0/22', '2001:db8:1::/64'),
    network('net_b', 'zon_2', '10.128.0.0/22', '2001:db8:2::/64'),
  ],
  servers: [
    server('ins_a', 'net_a', '10.128.0.10', '2001:db8:1::a'),
    server('ins_b', 'net_b', '10.128.0.10', '2001:db8:2::a'),
  ],
  sets: [
    {
      id: 'rls_1',
      name: 'web',
      ownerId: null,
      rules: [
        {
          id: 'fwr_1',
          direction: 'in',
          protocol: 'tcp',
          ports: '443',
          peer,
          local: null,
          description: '',
        },
      ],
      networkIds: ['net_b'],
      serverIds: [],
    },
  ],
})
const matrix = (peer: StoredRule['peer'], ip: string | null = null) =>
  reachMatrix(firewall(peer), { networkName: (id) => id, ip })

test('a server of another zone comes in over IPv6 where a rule names it', () => {
  for (const peer of [{ kind: 'server', id: 'ins_a' } as const, { kind: 'network', id: 'net_a' } as const])
    expect(matrix(peer).pairs).toMatchObject([{ from: 'ins_a', to: 'ins_b' }])
  expect(matrix({ kind: 'cidr', cidr: '10.128.0.0/22' }).pairs).toEqual([])
})

test('a person who comes by IPv6 is judged by the rules for IPv6', () => {
  const ofYou = (peer: StoredRule['peer'], ip: string) =>
    matrix(peer, ip)
      .servers.find(({ server }) => server.id === 'ins_b')
      ?.from.find(({ source }) => source.kind === 'you')?.access
  const open = ofYou({ kind: 'cidr', cidr: '2001:db8:ffff::/64' }, '2001:db8:ffff::7')
  expect(open).not.toEqual(ofYou({ kind: 'cidr', cidr: '2001:db8:ffff::/64' }, '2001:db8:eeee::7'))
  expect(open).not.toEqual(ofYou({ kind: 'cidr', cidr: '0.0.0.0/0' }, '2001:db8:ffff::7'))
})
