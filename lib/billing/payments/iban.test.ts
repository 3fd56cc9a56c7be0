import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkDigits97,
  formatIban,
  frenchIban,
  isBic,
  isCreditorIdentifier,
  maskIban,
  normaliseIban,
  refusalOfIban,
  sepaCountries,
} from './iban'

const french = 'FR7630006000011234567890189'

describe('account numbers', () => {
  test.each([
    [french, null],
    ['DE89370400440532013000', null],
    ['GB29NWBK60161331926819', null],
    ['MT84MALT011000012345MTLCAST001S', null],
    ['BE68539007547034', null],
    ['FR7630006000011234567890188', 'iban_check'],
    ['FR763000600001123456789018', 'iban_length'],
    // A valid number of a country where euro debits are impossible.
    ['SA0380000000608010167519', 'iban_country'],
    ['US64SVBKUS6S3300958879', 'iban_country'],
    ['FR', 'iban_form'],
    ['30006000011234567890189', 'iban_form'],
    ['FR76-3000', 'iban_form'],
  ] as const)('%s: %s', (iban, refusal) => {
    expect(refusalOfIban(iban)).toBe(refusal)
  })

  test('are parsed as typed, and shown in full or masked', () => {
    expect(normaliseIban(' fr76 3000\u00a06000 0112 3456 7890 189 ')).toBe(french)
    expect(formatIban(french).replaceAll('\u00a0', ' ')).toBe('FR76 3000 6000 0112 3456 7890 189')
    expect(maskIban(french)).toBe('FR76\u00a0••••\u00a00189')
  })

  test('reject one wrong digit or two swapped ones', () => {
    const at = fc.integer({ min: 4, max: french.length - 1 })
    fc.assert(
      fc.property(at, fc.integer({ min: 0, max: 9 }), (place, digit) => {
        const wrong = french.slice(0, place) + digit + french.slice(place + 1)
        expect(refusalOfIban(wrong)).toBe(wrong === french ? null : 'iban_check')
        const swapped =
          french.slice(0, place - 1) + french[place] + french[place - 1] + french.slice(place + 1)
        if (place > 5) expect(refusalOfIban(swapped)).toBe(swapped === french ? null : 'iban_check')
      }),
    )
  })

  test('of France are built from bank, branch and account, letters included', () => {
    expect(frenchIban('30006', '00001', '12345678901')).toBe(french)
    expect(frenchIban('20041', '01005', '0500013M026')).toBe('FR1420041010050500013M02606')
  })

  test('get check digits that make any number of a country valid', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z]{18}$/), (bban) => {
        expect(refusalOfIban(`DE${checkDigits97(`${bban}DE`)}${bban}`)).toBeNull()
      }),
    )
    expect(sepaCountries).toContain('FR')
  })
})

test.each([
  ['AGRIFRPP', french, true],
  ['AGRIFRPPXXX', french, true],
  // A bank of La Réunion has French accounts.
  ['BFCORERX', french, true],
  ['DEUTDEFF', french, false],
  ['AGRIFRP', french, false],
  ['agrifrpp', french, false],
  ['DEUTDEFF', undefined, true],
] as const)('the bank %s of %s: %s', (bic, iban, isRight) => {
  expect(isBic(bic, iban)).toBe(isRight)
})

test.each([
  ['FR72ZZZ123456', true],
  ['FR72ABC123456', true],
  ['FR73ZZZ123456', false],
  ['DE98ZZZ09999999999', true],
  ['DE99ZZZ09999999999', false],
])('the creditor identifier %s: %s', (text, isRight) => {
  expect(isCreditorIdentifier(text)).toBe(isRight)
})
