import { expect, test } from 'vitest'
import { countedTitle } from './use-title-count'

test.each([
  ['Accueil · Andromède', 3, '(3) Accueil · Andromède'],
  ['(3) Accueil · Andromède', 12, '(12) Accueil · Andromède'],
  ['(3) Accueil · Andromède', 0, 'Accueil · Andromède'],
  ['(a) Accueil', 0, '(a) Accueil'],
])('%s with %i: %s', (title, count, counted) => {
  expect(countedTitle(title, count)).toBe(counted)
})

test('a title that has not arrived gets no number', () => {
  expect(countedTitle('', 14)).toBe('')
  expect(countedTitle('(14)', 14)).toBe('')
})
