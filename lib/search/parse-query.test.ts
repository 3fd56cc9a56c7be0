import { expect, test } from 'vitest'
import { parseQuery } from './parse-query'

const nothing = { kinds: null, act: null, month: null, year: null, words: [] }

test.each([
  ['facture', { kinds: new Set(['document']) }],
  ['Factures octobre', { kinds: new Set(['document']), month: 10 }],
  ['facture d’octobre 2026', { kinds: new Set(['document']), month: 10, year: 2026 }],
  ['facture de février', { kinds: new Set(['document']), month: 2 }],
  ['invoice october', { kinds: new Set(['document']), month: 10 }],
  ['arrêter portail', { act: 'stop', words: ['portail'] }],
  ['ARRETER portail citoyen', { act: 'stop', words: ['portail', 'citoyen'] }],
  ['console web-01', { act: 'console', words: ['web-01'] }],
  ['CMD-2026-000017', { words: ['cmd-2026-000017'] }],
  ['10.42.189.194', { words: ['10.42.189.194'] }],
  ['membre Hervé', { kinds: new Set(['member']), words: ['herve'] }],
  ['adresses', { kinds: new Set(['address', 'instance']) }],
  // The name of a server may be a verb already used.
  ['stop start', { act: 'stop', words: ['start'] }],
  ['   ', {}],
])('%s', (text, expected) => {
  const { literal, ...parsed } = parseQuery(text)
  expect(parsed).toEqual({ ...nothing, ...expected })
  // What is named like a word of the vocabulary is still found.
  if (literal) expect(literal).toEqual(expect.arrayContaining(parsed.words))
})
