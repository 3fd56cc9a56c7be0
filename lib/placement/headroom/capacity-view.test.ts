import { expect, test } from 'vitest'
import type { InventoryPool } from '~/lib/datacentre/client'
import { largestThatFits, poolsByClass } from './capacity-view'

const pool = (volumeClass: InventoryPool['volumeClass'], total: number, free: number): InventoryPool => ({
  id: `poo_${total}`,
  name: `p-${total}`,
  volumeClass,
  gib: { total, reserved: 1, free },
})

test('pools of a class are summed, and a class without one is left out', () => {
  expect(poolsByClass([pool('archive', 50, 5), pool('fast', 100, 10), pool('fast', 30, 3)])).toEqual([
    { volumeClass: 'fast', gib: { total: 130, reserved: 2, free: 13 } },
    { volumeClass: 'archive', gib: { total: 50, reserved: 1, free: 5 } },
  ])
})

test('the largest bundle that fits has the most memory, then the most processors', () => {
  const bundle = (memoryMib: number, vcpu: number, fits: number) => ({ memoryMib, vcpu, fits })
  expect(largestThatFits([bundle(8, 2, 1), bundle(8, 4, 1), bundle(16, 8, 0)])).toEqual(bundle(8, 4, 1))
  expect(largestThatFits([bundle(8, 2, 0)])).toBeNull()
})
