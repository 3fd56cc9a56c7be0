import { expect, test } from 'vitest'
import { fillPerMille } from './hosts/views'
import { labelsToText, textToLabels } from './places/labels'
import { zoneDisplayState } from './zones/views'

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

test('the fullest of the three resources determines how full a host is', () => {
  const amounts = (free: number, total = 100) => ({ total, reserved: 0, free })
  expect(fillPerMille({ vcpu: amounts(50), memoryMib: amounts(10), diskGib: amounts(90) })).toBe(900)
  const kept = { total: 100, reserved: 10, free: 90 }
  expect(fillPerMille({ vcpu: kept, memoryMib: kept, diskGib: kept })).toBe(0)
  expect(fillPerMille({ vcpu: amounts(0, 0), memoryMib: amounts(100), diskGib: amounts(100) })).toBe(1000)
})

const silent = { isReachable: false, reachedAt: null, failure: null }

test.each([
  ['in_service', null, 'in_service'],
  ['in_service', { ...silent, isReachable: true }, 'in_service'],
  ['in_service', silent, 'unreachable'],
  ['maintenance', silent, 'maintenance'],
] as const)('a zone %s, with reach %o, is shown as %s', (state, reach, expected) => {
  expect(zoneDisplayState({ state, reach })).toBe(expected)
})
