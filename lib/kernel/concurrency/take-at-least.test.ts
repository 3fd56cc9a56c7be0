import { expect, test } from 'vitest'
import { takeAtLeast } from './take-at-least'

test('an answer and an error both come no sooner than asked, and as they are', async () => {
  const began = performance.now()
  await expect(takeAtLeast(50, async () => 'done')).resolves.toBe('done')
  await expect(takeAtLeast(50, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused')
  // A timer may fire a moment before its time.
  expect(performance.now() - began).toBeGreaterThan(95)
})
