import { expect, test } from 'vitest'
import { toCsv } from './csv'

test.each([
  ['portail-01', 'portail-01'],
  ['a;b', '"a;b"'],
  ['dit « "oui" »', '"dit « ""oui"" »"'],
  ['deux\nlignes', '"deux\nlignes"'],
  ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-12,40 €', '-12,40 €'],
  ['+33 1 23', '+33 1 23'],
  ['-2+3', "'-2+3"],
])('%j is written %j', (text, expected) => {
  expect(toCsv([[text]])).toBe(`\ufeff${expected}\r\n`)
})

test('cells are set apart by semicolons and rows by CRLF', () => {
  expect(
    toCsv([
      ['Nom', 'Go'],
      ['a', '1'],
    ]),
  ).toBe('\ufeffNom;Go\r\na;1\r\n')
})
