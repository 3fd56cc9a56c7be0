import { expect, test } from 'vitest'
import { rankItems } from './rank-items'

const items = [
  { id: '1', label: 'Portail citoyen', href: '#1', kind: 'projet' },
  { id: '2', label: 'Coûts', href: '#2' },
  { id: '3', label: 'archives-couts', href: '#3', kind: 'serveur' },
  { id: '4', label: 'Commander', href: '#4', keywords: 'acheter nouveau serveur' },
]
const found = (query: string, limit = 9) => rankItems(items, query, limit).map((item) => item.id)

test('accents and case do not matter, and a beginning comes before a middle', () => {
  expect(found('COUTS')).toEqual(['2', '3'])
})

test('every word must be found, in the label, the kind or the keywords', () => {
  expect(found('serveur')).toEqual(['3', '4'])
  expect(found('serveur nouveau')).toEqual(['4'])
  expect(found('introuvable')).toEqual([])
})

test('nothing typed offers the first ones', () => {
  expect(found('', 2)).toEqual(['1', '2'])
})
