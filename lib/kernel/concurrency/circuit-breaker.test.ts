import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CircuitBreaker } from './circuit-breaker'

const limits = { failures: 3, pauseMs: 30_000 }

test('after a number of failures in a row it refuses for the pause, then lets one trial through', () => {
  let now = 0
  const breaker = new CircuitBreaker(limits, () => now)
  for (let failure = 0; failure < 3; failure += 1) {
    expect(breaker.allows()).toBe(true)
    breaker.failedOnce()
  }
  expect(breaker.allows()).toBe(false)
  now = 29_999
  expect(breaker.allows()).toBe(false)
  now = 30_000
  expect([breaker.allows(), breaker.allows()]).toEqual([true, false])
  breaker.succeeded()
  expect([breaker.allows(), breaker.allows()]).toEqual([true, true])
})

test('a failed trial refuses again for the whole pause, and so does one without a result', () => {
  let now = 0
  const breaker = new CircuitBreaker(limits, () => now)
  for (let failure = 0; failure < 3; failure += 1) breaker.failedOnce()
  now = 30_000
  expect(breaker.allows()).toBe(true)
  now = 31_000
  breaker.failedOnce()
  now = 60_999
  expect(breaker.allows()).toBe(false)
  now = 61_000
  expect(breaker.allows()).toBe(true)
  now = 90_999
  expect(breaker.allows()).toBe(false)
  now = 91_000
  expect(breaker.allows()).toBe(true)
})

test('in any sequence, a failed service is called at most once per pause until it answers', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 40_000 }) }),
    fc.record({ do: fc.constantFrom('call' as const), works: fc.boolean() }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let now = 0
      const breaker = new CircuitBreaker(limits, () => now)
      let failures = 0
      let askedAt: number | null = null
      for (const each of steps) {
        if (each.do === 'wait') {
          now += each.ms
          continue
        }
        const expected = failures < limits.failures || askedAt === null || now - askedAt >= limits.pauseMs
        expect(breaker.allows()).toBe(expected)
        if (!expected) continue
        askedAt = now
        if (each.works) breaker.succeeded()
        else breaker.failedOnce()
        failures = each.works ? 0 : failures + 1
      }
    }),
  )
})
