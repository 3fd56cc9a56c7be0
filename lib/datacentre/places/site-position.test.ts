import { expect, test } from 'vitest'
import { positionOf } from './site-position'

test.each([
  ['14 rue des Bâtisseurs, 93200 Saint-Denis', { latitude: 48.9, longitude: 2.5 }],
  ['Zone 12345, 59000 Lille', { latitude: 50.6, longitude: 3.1 }],
  ['Port, 20000 Ajaccio', { latitude: 42.1, longitude: 9.1 }],
  ['1 rue du Port, 97400 Saint-Denis', null],
  ['Somewhere, L-1234 Luxembourg', null],
  ['14 rue des Bâtisseurs', null],
])('%s is at %j', (address, position) => {
  expect(positionOf(address)).toEqual(position)
})
