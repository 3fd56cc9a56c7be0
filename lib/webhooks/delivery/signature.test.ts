import { expect, test } from 'vitest'
import { classifyResponse, retryAfterSeconds } from './retry-schedule'
import { newWebhookSecret, signWebhook } from './signature'

// The test vector of the Standard Webhooks specification.
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const message = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestampSeconds: 1_614_265_330,
  body: '{"test": 2432232314}',
}
const expected = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='

test('signs as in the specification', () => {
  expect(signWebhook([secret], message)).toBe(expected)
})

test('while two secrets are valid, both sign', () => {
  const [first, second, ...rest] = signWebhook([newWebhookSecret(), secret], message).split(' ')
  expect(first).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/)
  expect([second, rest]).toEqual([expected, []])
})

test('a secret has 32 random bytes', () => {
  const [one, two] = [newWebhookSecret(), newWebhookSecret()]
  expect(Buffer.from(one.slice('whsec_'.length), 'base64')).toHaveLength(32)
  expect(one).not.toBe(two)
})

test('ten attempts over more than three days, with increasing delays', () => {
  const waits = Array.from({ length: 10 }, (_, index) => retryAfterSeconds(index + 1))
  expect(waits.at(-1)).toBeNull()
  const kept = waits.filter((wait) => wait !== null)
  expect(kept).toEqual([...kept].sort((a, b) => a - b))
  expect(kept.reduce((sum, wait) => sum + wait, 0) / 3_600).toBeCloseTo(75.6, 1)
})

test.each([
  [{ status: 200 }, 'taken'],
  [{ status: 204 }, 'taken'],
  [{ status: 302 }, 'retry'],
  [{ status: 410 }, 'gone'],
  [{ status: 500 }, 'retry'],
  [{ error: 'timed_out' }, 'retry'],
] as const)('%o is %s', (answer, verdict) => {
  expect(classifyResponse(answer)).toBe(verdict)
})
