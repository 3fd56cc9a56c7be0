import { expect, test } from 'vitest'
import { bucketOfAge } from './age'

test.each([
  ['2026-11-26', 'current'],
  ['2026-11-25', 'current'],
  ['2026-11-24', 'to30'],
  // Across the night with 25 hours.
  ['2026-10-26', 'to30'],
  ['2026-10-25', 'to60'],
  ['2026-09-26', 'to60'],
  ['2026-09-25', 'to90'],
  ['2026-08-27', 'to90'],
  ['2026-08-26', 'over90'],
])('an amount due on %s is in bucket %s on 25 November', (dueOn, bucket) => {
  expect(bucketOfAge(dueOn, '2026-11-25')).toBe(bucket)
})
