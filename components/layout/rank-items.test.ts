import { expect, test } from 'vitest'
import { rankItems } from './rank-items'

const items = [
  { id: '1', label: 'Portail citoyen', href: '#1', kind: 'projet' },
  { id: '2', label: 'Coûts', href: '#2' },
  { id: '3', label: 'archives-couts', href: '#3', kind: 'serveur' },
  { id: '4', label: 'Commander', href: '#4', keywords: 'acheter nouveau serveur' },
]
const found = (query: string, limit = 9) => rankItems(items, query, limit).map((item) => item.id)

test('accents and case are ignored, and a prefix match precedes an inner match', () => {
  expect(found('COUTS')).toEqual(['2', '3'])
})

test('every word must match, in the label, the kind or the keywords', () => {
  expect(found('serveur')).toEqual(['3', '4'])
  expect(found('serveur nouveau')).toEqual(['4'])
  expect(found('introuvable')).toEqual([])
})

test('an empty query returns the first items', () => {
  expect(found('', 2)).toEqual(['1', '2'])
})
