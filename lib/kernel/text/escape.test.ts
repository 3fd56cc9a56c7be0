import fc from 'fast-check'
import { expect, test } from 'vitest'
import { containing, escapeMarkup, xmlCharacters } from './escape'

test('escaped text can be read back and cannot end the element or attribute that contains it', () => {
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('&', '<', '>', '"', "'", 'a', ';', 'amp', 'é') }),
      (text) => {
        const escaped = escapeMarkup(text)
        expect(escaped).not.toMatch(/[<>"]/)
        expect(escaped.replace(/&(\w+);/g, (_all, name: string) => names[name] ?? '?')).toBe(text)
      },
    ),
  )
})

test('only the characters that XML does not allow are removed', () => {
  expect(xmlCharacters('a\u0000b\u001fc\ufffed\ud800e')).toBe('abcde')
  expect(xmlCharacters('tab\tline\r\n🛰 é')).toBe('tab\tline\r\n🛰 é')
})

test.each([
  ['web', '%web%'],
  ['100 %', '%100 \\%%'],
  ['a_b\\c', '%a\\_b\\\\c%'],
  ['', '%%'],
])('values that contain %j are matched by %j', (text, pattern) => {
  expect(containing(text)).toBe(pattern)
})
