import { expect, test } from 'vitest'
import { chooseLocale } from './choose-locale'

test.each([
  ['en', 'fr-FR', 'en'],
  ['de', 'en-US,en;q=0.9', 'en'],
  [undefined, 'de-DE,de;q=0.9,en;q=0.8,fr;q=0.7', 'en'],
  [undefined, 'en;q=0.2, fr-CA;q=0.6', 'fr'],
  [undefined, 'en;q=0', 'fr'],
  [undefined, null, 'fr'],
  [undefined, ';;q=,,', 'fr'],
] as const)('cookie %s and Accept-Language %s speak %s', (cookie, header, expected) => {
  expect(chooseLocale(cookie, header)).toBe(expected)
})
