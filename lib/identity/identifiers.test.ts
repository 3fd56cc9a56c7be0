import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatIdentifier,
  frenchVatNumber,
  isFrenchVatNumberOf,
  isSiren,
  isSiret,
  normaliseIdentifier,
  passesLuhn,
} from './identifiers'
import { countryOfVatNumber } from './vat-formats'

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((list) => list.join(''))

/** Appends the one check digit that satisfies Luhn. */
function withCheckDigit(start: string): string {
  for (let digit = 0; digit <= 9; digit += 1) if (passesLuhn(`${start}${digit}`)) return `${start}${digit}`
  throw new Error('one digit always fits')
}

describe('Luhn', () => {
  test('exactly one check digit fits any prefix', () => {
    fc.assert(
      fc.property(digits(8), (start) => {
        const fitting = [...'0123456789'].filter((digit) => passesLuhn(start + digit))
        expect(fitting).toHaveLength(1)
      }),
    )
  })

  test('any single wrong digit is detected', () => {
    fc.assert(
      fc.property(digits(8), fc.nat(8), fc.integer({ min: 1, max: 9 }), (start, place, shift) => {
        const right = withCheckDigit(start)
        const wrong = right.replace(/./g, (digit, at) =>
          at === place ? String((Number(digit) + shift) % 10) : digit,
        )
        expect(passesLuhn(wrong)).toBe(false)
      }),
    )
  })
})

describe('SIREN and SIRET', () => {
  test.each(['732829320', '356000000', '552100554'])('%s is a SIREN', (siren) =>
    expect(isSiren(siren)).toBe(true),
  )
  test.each(['732829321', '000000000', '73282932', '7328293200', 'A32829320'])('%s is not a SIREN', (siren) =>
    expect(isSiren(siren)).toBe(false),
  )
  test.each(['73282932000074', '35600000000048', '35600000049837'])('%s is a SIRET', (siret) =>
    expect(isSiret(siret)).toBe(true),
  )
  test.each(['73282932000075', '73282932100073', '35600000049838', '7328293200007'])(
    '%s is not a SIRET',
    (siret) => expect(isSiret(siret)).toBe(false),
  )
  test('the exception for La Poste applies to no other company', () => {
    fc.assert(
      fc.property(digits(8), digits(5), (start, nic) => {
        const siret = withCheckDigit(start) + nic
        fc.pre(!siret.startsWith('356000000') && !siret.startsWith('000000000'))
        expect(isSiret(siret)).toBe(passesLuhn(siret))
      }),
    )
  })
})

describe('VAT numbers', () => {
  test('computes the key of a known company', () =>
    expect(frenchVatNumber('732829320')).toBe('FR44732829320'))
  test('the computed number belongs to its SIREN, and no other key does', () => {
    fc.assert(
      fc.property(digits(8), fc.integer({ min: 1, max: 96 }), (start, shift) => {
        const siren = withCheckDigit(start)
        const right = frenchVatNumber(siren)
        expect(isFrenchVatNumberOf(right, siren)).toBe(true)
        const otherKey = (Number(right.slice(2, 4)) + shift) % 97
        expect(isFrenchVatNumberOf(`FR${String(otherKey).padStart(2, '0')}${siren}`, siren)).toBe(false)
      }),
    )
  })
  test('a key with letters is accepted by its format', () =>
    expect(isFrenchVatNumberOf('FRK7732829320', '732829320')).toBe(true))
  test.each([
    ['DE123456789', 'DE'],
    ['EL123456789', 'EL'],
    ['ESX1234567R', 'ES'],
    ['NL123456789B01', 'NL'],
    ['DE12345678', null],
    ['FR44732829320', null],
    ['US123456789', null],
  ])('%s belongs to %s', (number, country) => expect(countryOfVatNumber(number)).toBe(country))
})

test('spaces of any kind are ignored in an identifier', () => {
  expect(normaliseIdentifier(' 732\u00a0829 320.000-74 ')).toBe('73282932000074')
  expect(normaliseIdentifier('fr 44 732829320')).toBe('FR44732829320')
  expect(formatIdentifier('73282932000074')).toBe('732\u00a0829\u00a0320\u00a000074')
  expect(formatIdentifier('732829320')).toBe('732\u00a0829\u00a0320')
})
