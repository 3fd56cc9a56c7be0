import { expect, test } from 'vitest'
import { exampleSeller, refuseSeller } from './declare-seller'

test('the example is accepted unchanged', () => {
  expect(refuseSeller(exampleSeller)).toEqual([])
})

test('a rejection names the field of the file and the expected value', () => {
  const { line1: _, ...address } = exampleSeller.address
  const { phone: __, ...seller } = exampleSeller
  const input = { ...seller, siren: '732829321', address: { ...address, street: '1 rue' }, orderPrefix: 'x' }
  expect(refuseSeller(input).sort()).toEqual([
    'address.line1: missing',
    'address: no field street; expected line1, postcode, city, countryCode, line2',
    'orderPrefix: expected two to six capital letters',
    'phone: missing',
    'siren: expected the nine digits of a SIREN whose last one checks the others',
  ])
})
