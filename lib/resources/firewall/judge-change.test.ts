import { expect, test } from 'vitest'
import type { StoredFirewall } from '~/lib/hypervisors'
import { newId } from '~/lib/kernel/ids'
import { judgeChange } from './judge-change'

const networkId = newId('network')
const setId = newId('ruleSet')

/** One network whose own set lets these ranges in on a port. */
function lettingIn(...rules: (readonly [range: string, ports: string])[]): StoredFirewall {
  return {
    projectId: newId('project'),
    networks: [
      {
        id: networkId,
        zoneId: 'zone',
        range: '10.128.0.0/22',
        range6: null,
        hasExit: true,
        filtersInside: false,
      },
    ],
    servers: [],
    sets: [
      {
        id: setId,
        name: null,
        ownerId: networkId,
        networkIds: [networkId],
        serverIds: [],
        rules: rules.map(([cidr, ports]) => ({
          id: newId('firewallRule'),
          direction: 'in',
          protocol: 'tcp',
          ports,
          peer: { kind: 'cidr', cidr },
          local: null,
          description: '',
        })),
      },
    ],
  }
}
const doubts = (before: StoredFirewall, after: StoredFirewall) => judgeChange(before, after, null).doubts

test.each([
  [['0.0.0.0/0']],
  [['::/0']],
  [['0.0.0.0/1', '128.0.0.0/1']],
  [['0.0.0.0/1']],
  [['64.0.0.0/2', '128.0.0.0/2']],
  [['8000::/1']],
  [['2000::/3']],
  [['2000::/4']],
  [['2000::/5', '2800::/5']],
])('opening SSH to %s is opening it to everyone', (ranges) => {
  const after = lettingIn(...ranges.map((range) => [range, '20-30'] as const))
  expect(doubts(lettingIn(), after)).toEqual(['ssh_to_everyone'])
})

test('the last part that opens SSH to most of the internet asks, what was open before does not', () => {
  const quarter = ['0.0.0.0/2', '22'] as const
  const half = lettingIn(quarter, ['64.0.0.0/2', '22'])
  expect(doubts(lettingIn(), lettingIn(quarter))).toEqual([])
  expect(doubts(lettingIn(quarter), half)).toEqual(['ssh_to_everyone'])
  expect(doubts(half, lettingIn(quarter, ['64.0.0.0/2', '22'], ['198.51.100.0/24', '22']))).toEqual([])
})

test('ranges of other ports do not count', () => {
  expect(doubts(lettingIn(), lettingIn(['0.0.0.0/1', '22'], ['128.0.0.0/1', '80']))).toEqual([
    'ssh_to_everyone',
  ])
  expect(doubts(lettingIn(), lettingIn(['0.0.0.0/2', '22'], ['64.0.0.0/2', '80']))).toEqual([])
})
