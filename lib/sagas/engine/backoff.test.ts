import { describe, expect, it } from 'vitest'
import { backoffMs } from './backoff'

const backoff = { firstMs: 400, longestMs: 5_000 }

describe('backoffMs', () => {
  it.each([
    [1, 0, 200],
    [1, 0.5, 300],
    [2, 0, 400],
    [3, 0.5, 1_200],
    [5, 0, 2_500],
    [40, 0.999_999, 5_000],
  ])('after failure %i with random %d waits %i ms', (attempt, random, expected) => {
    expect(backoffMs(attempt, backoff, random)).toBe(expected)
  })
})
