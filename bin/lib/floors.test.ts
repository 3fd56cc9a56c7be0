import { describe, expect, test } from 'vitest'
import { compareVersions, findBelowFloor } from './floors.mjs'

describe('compareVersions', () => {
  test.each([
    ['16.4.6', '16.4.6', 0],
    ['16.4.10', '16.4.9', 1],
    ['9.0.0', '10.0.0', -1],
    ['18.4.0-beta.17', '18.4.0-beta.9', 1],
    ['18.4.0-beta.17', '18.4.0', -1],
    ['5.0.0', '5.0.0-beta.32', 1],
    ['1.0.0+build', '1.0.0', 0],
  ])('%s against %s is %i', (a, b, expected) => {
    expect(compareVersions(a, b)).toBe(expected)
  })
})

describe('findBelowFloor', () => {
  const floors = { next: { min: '16.4.6' } }

  test('accepts the floor itself and newer versions', () => {
    expect(findBelowFloor(floors, { 'node_modules/next': { version: '16.4.6' } })).toEqual([])
  })

  test('finds a copy nested inside another package', () => {
    const packages = {
      'node_modules/next': { version: '16.5.0' },
      'node_modules/a/node_modules/next': { version: '16.2.0' },
      'node_modules/not-next': { version: '1.0.0' },
    }
    expect(findBelowFloor(floors, packages)).toEqual([
      'node_modules/a/node_modules/next is 16.2.0, below its floor 16.4.6',
    ])
  })

  test('reports a floor without a package', () => {
    expect(findBelowFloor(floors, {})).toEqual(['next has a floor and is not in the lock: remove the floor'])
  })
})
