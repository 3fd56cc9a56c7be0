import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { addSeconds } from '~/lib/kernel/time/clock'
import { nextReadOf } from './next-read'

const since = new Date('2026-12-01T10:00:00Z')

it.each(['done', 'failed', 'absent'] as const)('is final once it is %s', (state) => {
  expect(nextReadOf(state, { reads: 1, since, now: since })).toBeNull()
})

test('a boot that never ends is read a few hundred times, at least every five minutes, and given up after a day', () => {
  let [now, reads] = [since, 0]
  for (;;) {
    reads += 1
    const next = nextReadOf('running', { reads, since, now })
    if (next === null) break
    const pause = next.getTime() - now.getTime()
    expect(pause).toBeGreaterThanOrEqual(2_000)
    expect(pause).toBeLessThanOrEqual(300_000)
    now = next
  }
  expect(now.getTime() - since.getTime()).toBeGreaterThanOrEqual(86_400_000)
  expect(reads).toBeLessThan(400)
})

test('the next reading is always in the future', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 0, max: 200_000 }), (reads, age) => {
      const now = addSeconds(since, age)
      const next = nextReadOf('unknown', { reads, since, now })
      expect(next === null || next > now).toBe(true)
    }),
  )
})
