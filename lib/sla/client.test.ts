import { expect, test } from 'vitest'
import { formatPpm } from './client'

test.each([
  [999_899, null, '99,98\u00a0%', '99.98%'],
  [1_000_000, null, '100,00\u00a0%', '100.00%'],
  [999_999, null, '99,99\u00a0%', '99.99%'],
  [0, null, '0,00\u00a0%', '0.00%'],
  [999_949, 999_950, '99,994\u00a0%', '99.994%'],
  [999_949, 999_955, '99,9949\u00a0%', '99.9949%'],
  [999_944, 999_995, '99,9944\u00a0%', '99.9944%'],
])('%i ppm is rounded down', (ppm, objective, fr, en) => {
  expect([formatPpm(ppm, 'fr', objective), formatPpm(ppm, 'en', objective)]).toEqual([fr, en])
})
