import { expect, it } from 'vitest'
import { includesPort, isPorts } from './ports'

it.each([
  ['443', true],
  ['8000-8100', true],
  ['22,80,8000-8100', true],
  ['65535', true],
  ['0', false],
  ['65536', false],
  ['90-80', false],
  ['80,', false],
  ['80, 443', false],
  [Array.from({ length: 16 }, (_, index) => index + 1).join(','), false],
  ['', false],
])('ports %j', (text, isGood) => expect(isPorts(text)).toBe(isGood))

it.each([
  [null, 22, true],
  ['22', 22, true],
  ['20-30', 22, true],
  ['80,20-30', 30, true],
  ['80,20-30', 31, false],
  ['222', 22, false],
])('%j includes port %i: %s', (ports, port, isIncluded) => expect(includesPort(ports, port)).toBe(isIncluded))
