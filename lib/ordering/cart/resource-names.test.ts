import { expect, test } from 'vitest'
import { expandNames, nameStem, nextFreeName, resourceNamePattern } from './resource-names'

test.each([
  ['web', 1, ['web']],
  ['web', 3, ['web', 'web-2', 'web-3']],
  ['portail-citoyen-03', 2, ['portail-citoyen-03', 'portail-citoyen-04']],
  ['web-09', 3, ['web-09', 'web-10', 'web-11']],
  ['web-9', 2, ['web-9', 'web-10']],
  ['web99', 2, ['web99', 'web99-2']],
] as const)('%s times %i is %o', (name, quantity, names) => {
  expect(expandNames(name, quantity)).toEqual(names)
})

test.each([
  ['Commune de Valmont', 'commune-valmont'],
  ["L'Atelier Lumière SAS", 'atelier-lumiere'],
  ['3 Suisses', 'suisses'],
  ['***', 'serveur'],
  ['Centre hospitalier universitaire de Brévannes', 'centre-hospitalier'],
  ['Établissementextraordinairementlong', 'etablissementextraordina'],
] as const)('%s is called %s', (organisation, stem) => {
  expect(nameStem(organisation)).toBe(stem)
  expect(nextFreeName(stem, [])).toMatch(resourceNamePattern)
})

test.each([
  ['web', [], 'web-01'],
  ['web', ['web-01', 'web-07', 'webb-09', 'web-x'], 'web-08'],
  ['web', ['web-99-data'], 'web-100'],
] as const)('after %s with %o comes %s', (stem, taken, next) => {
  expect(nextFreeName(stem, taken)).toBe(next)
})
