import { expect, test } from 'vitest'
import { toMib, toTypedGib } from './typed-memory'

test('memory is shown with few decimals and parses back to the same value', () => {
  expect(toTypedGib(157_286)).toBe(153.6)
  expect(toTypedGib(262_144)).toBe(256)
  expect(toTypedGib(512)).toBe(0.5)
  for (let mib = 0; mib <= 20_000; mib += 7) expect(toMib(toTypedGib(mib))).toBe(mib)
})
