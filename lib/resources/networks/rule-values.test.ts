import { expect, it } from 'vitest'
import { isSource } from './rule-values'

it.each([
  ['0.0.0.0/0', true],
  ['203.0.113.0/24', true],
  ['203.0.113.7', true],
  ['203.0.113.7/24', false],
  ['203.0.113.256', false],
  ['10.0.0.0/33', false],
  ['any', false],
  ['::/0', false],
])('source %j', (text, isGood) => expect(isSource(text)).toBe(isGood))
