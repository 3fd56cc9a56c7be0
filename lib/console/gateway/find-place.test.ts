import { expect, test } from 'vitest'
import { findPlace } from './find-place'

const limits = { connectionsMax: 10, waitingMax: 4, waitingMaxOfCaller: 2, ofCallerMax: 5 }
const one = (caller: string, isAdmitted: boolean, name = '') => ({
  caller,
  name,
  isAdmitted: () => isAdmitted,
})
const many = (count: number, caller: (index: number) => string, isAdmitted: boolean) =>
  Array.from({ length: count }, (_, index) => one(caller(index), isAdmitted, `${index}`))

test('a caller has a place while few of its connections wait for a ticket', () => {
  expect(findPlace([], 'a', limits)).toEqual({ outcome: 'place', instead: null })
  expect(
    findPlace(
      many(2, () => 'a', false),
      'a',
      limits,
    ),
  ).toEqual({ outcome: 'full' })
  expect(
    findPlace(
      many(2, () => 'a', false),
      'b',
      limits,
    ),
  ).toEqual({ outcome: 'place', instead: null })
})

test('a caller has a limited number of consoles and does not keep others out', () => {
  const all = many(5, () => 'a', true)
  expect(findPlace(all, 'a', limits)).toEqual({ outcome: 'full' })
  expect(findPlace(all, 'b', limits)).toEqual({ outcome: 'place', instead: null })
})

test('with too many waiting, the oldest of them is closed', () => {
  const waiting = many(4, (index) => `caller ${index}`, false)
  const found = findPlace([one('z', true), ...waiting], 'b', limits)
  expect(found).toMatchObject({ outcome: 'place', instead: { name: '0' } })
})

test('with every place taken, the oldest waiting one is closed', () => {
  const open = many(8, (index) => `caller ${index}`, true)
  const found = findPlace([...open, one('x', false, 'oldest'), one('y', false, 'newest')], 'b', limits)
  expect(found).toMatchObject({ outcome: 'place', instead: { name: 'oldest' } })
})

test('open consoles are never closed for a new one', () => {
  expect(
    findPlace(
      many(10, (index) => `caller ${index}`, true),
      'b',
      limits,
    ),
  ).toEqual({ outcome: 'full' })
})
