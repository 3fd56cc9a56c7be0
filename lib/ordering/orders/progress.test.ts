import { expect, test } from 'vitest'
import type { OrderedResource, OrderLineView } from '../views'
import { isMoving, progressOf, remainingMilliseconds } from './progress'

const now = new Date('2026-11-25T10:00:10Z')
const resource = (state: string, saga: string | null, createdAt = '2026-11-25T10:00:00Z') =>
  ({ state, saga: saga && { state: saga, createdAt } }) as unknown as OrderedResource
const line = (readyMilliseconds: number | null, ...resources: OrderedResource[]) =>
  ({ readyMilliseconds, resources }) as unknown as OrderLineView

test.each([
  ['creating', 'running', 'waiting', true],
  ['creating', null, 'waiting', true],
  ['creating', 'undoing', 'undoing', true],
  ['creating', 'parked', 'parked', false],
  ['failed', 'undone', 'failed', false],
  ['running', 'succeeded', 'delivered', false],
  ['stopped', 'succeeded', 'delivered', false],
] as const)('a resource %s with a saga %s is %s, still moving: %s', (state, saga, progress, moving) => {
  const it = resource(state, saga)
  expect([progressOf(it), isMoving({ lines: [line(null, it)] })]).toEqual([progress, moving])
})

test.each([
  [
    'the slowest resource decides',
    [line(30_000, resource('creating', 'running')), line(12_000, resource('creating', 'running'))],
    20_000,
  ],
  ['a late resource has 0 left, not a negative time', [line(4_000, resource('creating', 'running'))], 0],
  [
    'without a measurement the time is unknown',
    [line(null, resource('creating', 'running')), line(30_000, resource('creating', 'running'))],
    null,
  ],
  ['a ready resource does not count', [line(30_000, resource('running', 'succeeded'))], null],
] as const)('%s', (_title, lines, rest) => {
  expect(remainingMilliseconds({ lines: [...lines] }, now)).toBe(rest)
})
