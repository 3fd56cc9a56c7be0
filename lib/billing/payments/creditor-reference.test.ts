import fc from 'fast-check'
import { expect, test } from 'vitest'
import { creditorReference, names } from './creditor-reference'

test('a number has one reference, equal to that of other implementations of the standard', () => {
  // The standard's own example.
  expect(creditorReference('539007547034')).toBe('RF18539007547034')
  expect(creditorReference('F-2026/00012')).toBe(creditorReference('F202600012'))
  expect(creditorReference('---')).toBeNull()
  expect(creditorReference('A'.repeat(22))).toBeNull()
})

test.each([
  ['FACTURE F-2026-00012', true],
  ['factures f 2026 00011, f 2026 00012', true],
  ['REGLT F202600012/', true],
  ['F-2026-000123', false],
  ['XF-2026-00012', false],
  ['F-2026-0001', false],
  ['', false],
])('« %s » names F-2026-00012: %s', (text, isNamed) => {
  expect(names(text, 'F-2026-00012')).toBe(isNamed)
})

test('a reference has remainder 1 modulo 97, and is found under any grouping of its characters', () => {
  const number = fc.stringMatching(/^[A-Z0-9]{1,21}$/)
  fc.assert(
    fc.property(number, fc.constantFrom('', ' ', '-', '\n'), (body, between) => {
      const reference = creditorReference(body) ?? ''
      const digits = (body + reference.slice(0, 4)).replace(/[A-Z]/g, (each) =>
        String(each.charCodeAt(0) - 55),
      )
      expect(BigInt(digits) % 97n).toBe(1n)
      const grouped = reference.replace(/(.{4})(?=.)/g, `$1${between}`)
      expect(names(`pour ${grouped}, merci`, reference)).toBe(true)
      expect(names(`pour ${grouped}9, merci`, reference)).toBe(false)
    }),
  )
})
