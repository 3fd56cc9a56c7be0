import { expect, test } from 'vitest'
import { hostCan, hostPermits, hostStates } from './host-states'

test.each([
  ['in_service', 0, 'maintenance', true],
  ['in_service', 7, 'cordoned', true],
  ['in_service', 0, 'in_service', 'same_state'],
  ['in_service', 0, 'retired', 'no_such_move'],
  ['cordoned', 3, 'in_service', true],
  ['cordoned', 3, 'retired', 'host_must_be_empty'],
  ['maintenance', 0, 'retired', true],
  ['maintenance', 3, 'in_service', true],
  ['in_service', 7, 'failed', true],
  ['draining', 7, 'failed', true],
  ['in_service', 0, 'draining', 'no_such_move'],
  ['draining', 0, 'in_service', 'no_such_move'],
  ['failed', 0, 'in_service', 'no_such_move'],
  ['failed', 0, 'maintenance', true],
  ['retired', 0, 'in_service', 'no_such_move'],
] as const)('a host %s with %i resources may become %s: %s', (state, allocations, to, expected) => {
  const decision = hostCan.move({ state, allocations }, to)
  expect(decision.allowed || decision.reason).toBe(expected)
})

test('servers are placed only on hosts in service, and exist on no host whose state forbids them', () => {
  expect(hostStates.filter((state) => hostPermits[state].takesServers)).toEqual(['in_service'])
  expect(hostStates.filter((state) => !hostPermits[state].keepsServers)).toEqual(['retired'])
  for (const state of hostStates) {
    const { takesServers, keepsServers, shedsServers, mayBeDrained } = hostPermits[state]
    expect({ state, holds: !takesServers || keepsServers }).toEqual({ state, holds: true })
    expect({ state, holds: !mayBeDrained || shedsServers }).toEqual({ state, holds: true })
  }
})

test('no declaration sets `draining`, and every state except the last can be left', () => {
  expect(hostStates.filter((state) => hostPermits[state].declares.includes('draining'))).toEqual([])
  expect(hostStates.filter((state) => hostPermits[state].declares.length === 0)).toEqual(['retired'])
})
