import { expect, test } from 'vitest'
import { formatExact } from './format-exact'

test.each([
  [0, '0 s'],
  [1, '< 1 s'],
  [999, '< 1 s'],
  [1_999, '1 s'],
  [60_000, '1 min 00 s'],
  [2_311_000, '38 min 31 s'],
  [3_600_000, '1 h 00 min 00 s'],
  [90_061_000, '1 j 01 h 01 min 01 s'],
])('%i ms prints as %s', (ms, text) => {
  expect(formatExact(ms, 'fr').replaceAll('\u00a0', ' ')).toBe(text)
})
