import { expect, test } from 'vitest'
import { nestEntries } from './form-values'

test('dots nest and repeated names become a list', () => {
  const input = nestEntries([
    { name: 'name', value: 'Commune de Valmont' },
    { name: 'address.street', value: '1 place de la Mairie' },
    { name: 'address.postcode', value: '62120' },
    { name: 'keys', value: 'key_1' },
    { name: 'keys', value: 'key_2' },
    { name: 'terms', value: true },
  ])
  expect(input).toEqual({
    name: 'Commune de Valmont',
    address: { street: '1 place de la Mairie', postcode: '62120' },
    keys: ['key_1', 'key_2'],
    terms: true,
  })
})

test('a list with one ticked checkbox is still a list', () => {
  expect(nestEntries([{ name: 'keys', value: 'key_1', isMultiple: true }])).toEqual({ keys: ['key_1'] })
})

test('a field named like a property of Object.prototype is an ordinary field', () => {
  expect(nestEntries([{ name: 'toString', value: 'x' }])).toEqual({ toString: 'x' })
})
