import { expect, test } from 'vitest'
import { csvFile, csvLine } from './csv'

test.each([
  ['plain', 'plain'],
  ['=1+1', "'=1+1"],
  ['+33 1 23', '+33 1 23'],
  ['-2+3', "'-2+3"],
  ['@a', "'@a"],
  ['\tx', "'\tx"],
  ['-12,50', '-12,50'],
  ['-3', '-3'],
  ['-12,40 €', '-12,40 €'],
  ['deux\nlignes', '"deux\nlignes"'],
  ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
  ['-12,50\n=1', `"'-12,50\n=1"`],
  ['a;b', '"a;b"'],
  ['a "b"', '"a ""b"""'],
])('%j is written as %j', (cell, written) => {
  expect(csvLine([cell, 'x'])).toBe(`${written};x\r\n`)
})

test('a file starts with a byte-order mark, separates cells by semicolons and rows by CRLF', () => {
  const rows = [
    ['Nom', 'Go'],
    ['a', '1'],
  ]
  expect(csvFile(rows)).toBe('\ufeffNom;Go\r\na;1\r\n')
})
