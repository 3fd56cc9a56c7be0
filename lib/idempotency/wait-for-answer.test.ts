import { expect, test } from 'vitest'
import { type Timing, waitForAnswer } from './wait-for-answer'

/** A clock that advances by pauses and by the duration of `look`. */
function clock() {
  let now = 0
  const timing: Timing = {
    elapsedMs: () => now,
    pause: async (milliseconds) => {
      now += milliseconds
    },
  }
  return { timing, pass: (milliseconds: number) => (now += milliseconds), now: () => now }
}

test('an answer after 40 seconds is still returned', async () => {
  const { timing } = clock()
  expect(await waitForAnswer(async (elapsed) => (elapsed >= 40_000 ? 'answer' : null), timing)).toBe('answer')
})

test('after a lock timeout it waits again', async () => {
  const { timing, pass } = clock()
  const seen: number[] = []
  const look = async (elapsed: number) => {
    seen.push(elapsed)
    if (seen.length === 4) return 'answer'
    pass(10_000)
    throw Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' })
  }
  expect(await waitForAnswer(look, timing)).toBe('answer')
  expect(seen).toHaveLength(4)
})

test('it ends after 45 seconds without an answer, polling often at first and rarely later', async () => {
  const { timing, now } = clock()
  let looks = 0
  const look = async () => {
    looks += 1
    return null
  }
  expect(await waitForAnswer(look, timing)).toBeNull()
  expect(now()).toBeGreaterThanOrEqual(45_000)
  expect(now()).toBeLessThan(46_000)
  expect(looks).toBeLessThan(100)
})

test('any other error ends it at once', async () => {
  const { timing } = clock()
  const look = () => Promise.reject(Object.assign(new Error('gone'), { code: '57P01' }))
  await expect(waitForAnswer(look, timing)).rejects.toThrow('gone')
})
