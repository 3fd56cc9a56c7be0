import { expect, test } from 'vitest'
import { csvLine } from './csv'

test.each([
  ['plain', 'plain'],
  ['=1+1', "'=1+1"],
  ['+33 1', "'+33 1"],
  ['-2+3', "'-2+3"],
  ['@a', "'@a"],
  ['\tx', "'\tx"],
  ['-12,50', '-12,50'],
  ['-3', '-3'],
  ['-12,50\n=1', `"'-12,50\n=1"`],
  ['a;b', '"a;b"'],
  ['a "b"', '"a ""b"""'],
])('%j is written as %j', (cell, written) => {
  expect(csvLine([cell, 'x'])).toBe(`${written};x\r\n`)
})
