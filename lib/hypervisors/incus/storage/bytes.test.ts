import { expect, it } from 'vitest'
import { bytesToGib, bytesToMib, parseBytes } from './bytes'

it.each([
  ['20GiB', 20 * 2 ** 30],
  ['512MB', 512e6],
  ['1048576', 2 ** 20],
  ['1024 MiB', 2 ** 30],
  ['50%', null],
  ['', null],
  ['12 parsecs', null],
  [undefined, null],
])('reads %s', (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes)
})

it('rounds to whole units', () => {
  expect(bytesToGib(parseBytes('2GiB'))).toBe(2)
  expect(bytesToMib(parseBytes('1GiB'))).toBe(1024)
  expect(bytesToGib(null)).toBe(0)
})
