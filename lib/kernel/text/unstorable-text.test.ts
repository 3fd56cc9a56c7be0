import { expect, test } from 'vitest'
import { findUnstorableText } from './unstorable-text'

test.each([
  [{ name: 'a\0b' }, ['name']],
  [{ lines: [{ name: 'web' }, { name: '\ud800' }] }, ['lines', '1', 'name']],
  [{ tags: { 'a\0': 'x' } }, ['tags']],
  ['\udc00', []],
])('%j cannot be stored', (value, path) => {
  expect(findUnstorableText(value)).toEqual(path)
})

test.each([[{ name: 'Évry 🏙️', list: ['a\nb'], none: null, count: 3 }], [undefined], ['']])(
  '%j can be stored',
  (value) => {
    expect(findUnstorableText(value)).toBeNull()
  },
)
