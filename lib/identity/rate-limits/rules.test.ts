import { expect, test } from 'vitest'
import { pauseSeconds, raisedPoints } from './rules'

test.each([
  [1, 900],
  [2, 1800],
  [3, 3600],
  [4, 3600],
  [5000, 3600],
])('exceeded for the %sth time: wait %s s', (strikes, seconds) => {
  expect(pauseSeconds({ firstSeconds: 900, maxSeconds: 3600 }, strikes)).toBe(seconds)
})

test.each([
  [undefined, 5],
  ['1', 5],
  ['200', 1000],
  ['0.1', 1],
  ['0', 5],
  ['-3', 5],
  ['off', 5],
  ['Infinity', 5],
])('a factor of %s makes 5 points %s: limits cannot be switched off', (factor, points) => {
  expect(raisedPoints(5, factor)).toBe(points)
})
