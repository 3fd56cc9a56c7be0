import { describe, expect, test } from 'vitest'
import {
  fillPerMille,
  type HostState,
  type HostView,
  hostCan,
  type InventoryZone,
  labelsToText,
  textToLabels,
  zoneCapacity,
  zoneStanding,
} from './client'

test.each([
  ['in_service', 0, 'maintenance', true],
  ['in_service', 7, 'cordoned', true],
  ['in_service', 0, 'in_service', 'same_state'],
  ['in_service', 0, 'retired', 'no_such_move'],
  ['cordoned', 3, 'in_service', true],
  ['cordoned', 3, 'retired', 'host_must_be_empty'],
  ['maintenance', 0, 'retired', true],
  ['maintenance', 3, 'in_service', true],
  ['failed', 0, 'in_service', 'no_such_move'],
  ['retired', 0, 'in_service', 'no_such_move'],
] as const)('a host %s with %i resources may become %s: %s', (state, allocations, to, expected) => {
  const decision = hostCan.move({ state, allocations }, to)
  expect(decision.allowed || decision.reason).toBe(expected)
})

test.each([
  ['', {}],
  ['gpu=no\n\n disk = nvme gen 4 ', { gpu: 'no', disk: 'nvme gen 4' }],
  ['gpu', null],
  ['Gpu=yes', null],
  ['gpu=', null],
] as const)('%j means %j', (text, labels) => {
  expect(textToLabels(text)).toEqual(labels)
  if (labels) expect(textToLabels(labelsToText(labels))).toEqual(labels)
})

test('the fullest of the three resources says how full a host is', () => {
  const amounts = (free: number, total = 100) => ({ total, reserved: 0, free })
  expect(fillPerMille({ vcpu: amounts(50), memoryMib: amounts(10), diskGib: amounts(90) })).toBe(900)
  const kept = { total: 100, reserved: 10, free: 90 }
  expect(fillPerMille({ vcpu: kept, memoryMib: kept, diskGib: kept })).toBe(0)
  expect(fillPerMille({ vcpu: amounts(0, 0), memoryMib: amounts(100), diskGib: amounts(100) })).toBe(1000)
})

describe('a zone', () => {
  const host = (state: HostState, free: number): HostView => ({
    id: 'hst_a',
    name: 'par1-b1-01-01',
    state,
    stateReason: null,
    stateChangedAt: '2026-11-25T00:00:00Z',
    generation: 'G3',
    labels: {},
    vcpuOvercommitPercent: 400,
    vcpu: { total: 100, reserved: 10, free },
    memoryMib: { total: 1000, reserved: 100, free: free * 10 },
    diskGib: { total: 200, reserved: 20, free: free * 2 },
    allocations: 0,
    rackId: 'rac_a',
  })
  const zone = (
    reach: InventoryZone['reach'],
    state: InventoryZone['state'] = 'in_service',
  ): InventoryZone => ({
    id: 'zon_a',
    code: 'PAR1',
    name: 'Paris-Nord',
    state,
    reach,
    pools: [],
    rooms: [
      {
        id: 'roo_a',
        name: 'B1',
        site: 'Paris-Nord',
        city: 'Paris',
        racks: [
          { id: 'rac_a', name: '01', hosts: [host('in_service', 30), host('maintenance', 90)] },
          { id: 'rac_b', name: '02', hosts: [host('in_service', 90)] },
        ],
      },
    ],
  })
  const silent = { isReachable: false, reachedAt: null, failure: null }

  test('can sell what its hosts in service have beyond their reserve', () => {
    expect(zoneCapacity(zone(null))).toEqual({
      vcpu: { free: 120, total: 180 },
      memoryMib: { free: 1200, total: 1800 },
      diskGib: { free: 240, total: 360 },
    })
  })

  test.each([
    ['in_service', null, 'in_service'],
    ['in_service', { ...silent, isReachable: true }, 'in_service'],
    ['in_service', silent, 'unreachable'],
    ['maintenance', silent, 'maintenance'],
  ] as const)('%s, with reach %o, stands as %s', (state, reach, expected) => {
    expect(zoneStanding(zone(reach, state))).toBe(expected)
  })
})
