import { expect, test } from 'vitest'
import { tellsCodeOf } from './code'

test.each([
  ['anne.besson@valmont.example', false, true],
  ['admin@andromede.example', false, true],
  ['anne.besson@valmont.fr', false, false],
  ['anne.besson@valmont.fr', true, true],
])('the code of %s, embedded %s: told %s', (email, isEmbedded, isTold) => {
  expect(tellsCodeOf(email, { isEmbedded })).toBe(isTold)
})
