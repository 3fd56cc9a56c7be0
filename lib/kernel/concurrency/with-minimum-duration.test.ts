import { expect, test } from 'vitest'
import { withMinimumDuration } from './with-minimum-duration'

test('a result and an error both arrive unchanged, no sooner than the given time', async () => {
  const began = performance.now()
  await expect(withMinimumDuration(50, async () => 'done')).resolves.toBe('done')
  await expect(withMinimumDuration(50, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused')
  // A timer may fire a moment early.
  expect(performance.now() - began).toBeGreaterThan(95)
})
