import { describe, expect, test } from 'vitest'
import { reportingOf } from '../ereporting/reporting-of'
import type { Buyer, VatSubtotal } from '../invoices/issued-document'
import { type Treatment, treatmentOf } from './decide-treatment'
import { decideVat } from './decide-vat'
import { reportedCountry } from './tax-place'
import { defaultVatStatus, vatStatusOf } from './vat-status'

/**
 * The oracle: a row per place, written from the external specifications 3.2 (2.3.3, 3.7) and the administration's
 * answers on overseas places, not from the code.
 * Letters: I e-invoice, C Chorus Pro, 1 flow 10.1, 3 flow 10.3.
 * Columns: taxable company with SIREN, without SIREN, company not liable to VAT, public body, Union company by its
 * number, foreign company without one and taxable, foreign person that is not.
 */
const places = [
  ['Paris', 'FR', '75001', 'I33C333'],
  ['Corsica', 'FR', '20000', 'I33C333'],
  ['Monaco', 'MC', '98000', 'I33C333'],
  ['Guadeloupe', 'FR', '97110', 'I33C333'],
  ['Guadeloupe by its own code', 'GP', '97110', 'I33C333'],
  ['Martinique', 'MQ', '97200', 'I33C333'],
  ['La Réunion', 'RE', '97400', 'I33C333'],
  ['Guyane', 'FR', '97300', '113C113'],
  ['Guyane by its own code', 'GF', '97 300', '113C113'],
  ['Mayotte', 'YT', '97600', '113C113'],
  ['Saint-Barthélemy by its old code', 'FR', '97133', '113C113'],
  ['Saint-Martin', 'MF', '97150', '113C113'],
  ['Saint-Pierre-et-Miquelon', 'FR', '97500', '113C113'],
  ['Nouvelle-Calédonie', 'FR', '98800', '113C113'],
  ['Polynésie française', 'PF', '98700', '113C113'],
  ['Wallis-et-Futuna', 'WF', '98600', '113C113'],
  ['Terres australes', 'TF', '98400', '113C113'],
  ['Berlin', 'DE', '10115', '113C113'],
  ['Athens, with a postal code like French Guiana’s', 'GR', '97300', '113C113'],
  ['Geneva', 'CH', '1200', '113C113'],
  ['Belfast', 'GB', 'BT1', '113C113'],
] as const

const letters: Readonly<Record<string, Treatment>> = {
  I: 'b2b',
  C: 'b2g',
  '1': 'b2b_international',
  '3': 'b2c',
}
const columns: Pick<Buyer, 'kind' | 'siren' | 'vatNumber' | 'isTaxable'>[] = [
  { kind: 'company', siren: '732829320', isTaxable: true },
  { kind: 'company', isTaxable: true },
  { kind: 'company', siren: '732829320', isTaxable: false },
  { kind: 'public_body', siren: '259990638', isTaxable: false },
  { kind: 'foreign', vatNumber: 'DE136695976', isTaxable: true },
  { kind: 'foreign', isTaxable: true },
  { kind: 'foreign', isTaxable: false },
]
const buyerOf = (index: number, countryCode: string, postalCode: string): Buyer => ({
  organisationId: 'org_1',
  customerCode: 'C000001',
  name: 'Client',
  email: 'compta@client.example',
  ...(columns[index] as (typeof columns)[number]),
  address: { lines: ['1 rue du Port'], postalCode, city: 'Ville', countryCode },
})

describe.each(places)('%s', (_name, countryCode, postalCode, row) => {
  test.each([...row].map((letter, index) => [index, letter] as const))('status %i is %s', (index, letter) => {
    const buyer = buyerOf(index, countryCode, postalCode)
    expect(treatmentOf(buyer)).toBe(letters[letter])
    // The flow is the same under every VAT regime; payments are reported where French tax is due on them.
    for (const regime of ['by_address', 'franchise', 'international_body'] as const)
      for (const vatOnDebits of [true, false]) {
        const { category, rateBasisPoints } = decideVat(
          {
            countryCode,
            postalCode,
            vatNumber: buyer.kind === 'foreign' ? (buyer.vatNumber ?? null) : null,
            regime,
            regimeUntil: null,
            certificate: 'A-2026-1',
            language: 'fr',
          },
          '2026-11-30',
        )
        const vat: VatSubtotal[] = [{ category, rateBasisPoints, baseCents: 100n, vatCents: 0n }]
        const flows = { I: [null, null], C: [null, null], '1': ['10.1', '10.2'], '3': ['10.3', '10.4'] }[
          letter
        ]
        const isPaymentTaxed = !vatOnDebits && category === 'S'
        expect(reportingOf({ buyer, vat, vatOnDebits })).toEqual({
          transactions: flows?.[0],
          payments: isPaymentTaxed ? flows?.[1] : null,
          isInServiceList: ['DE', 'GR'].includes(countryCode) && index === 4 && regime === 'by_address',
        })
      }
  })
})

test('a document issued before the status was stored keeps the treatment of its kind and place', () => {
  const old = (index: number, countryCode: string) => {
    const { isTaxable: _unknown, ...buyer } = buyerOf(index, countryCode, '97300')
    return treatmentOf(buyer)
  }
  expect([old(0, 'BE'), old(0, 'GF'), old(4, 'DE'), old(6, 'DE'), old(6, 'CH'), old(3, 'FR')]).toEqual([
    'b2b_international',
    'b2b_international',
    'b2b_international',
    'b2c',
    'b2b_international',
    'b2g',
  ])
})

test.each([
  ['a company with a VAT number', 'company', 'FR44732829320', '9220', 'taxable'],
  ['a limited company', 'company', null, '5710', 'taxable'],
  ['a sole trader', 'company', null, '1000', 'taxable'],
  ['a company whose form is unknown', 'company', null, null, 'taxable'],
  ['an association', 'company', null, '9220', 'not_taxable'],
  ['a co-ownership', 'company', null, '9110', 'not_taxable'],
  ['a union', 'company', null, '8410', 'not_taxable'],
  ['a company of the Union', 'eu_company', 'DE136695976', null, 'taxable'],
] as const)('%s defaults to %s', (_name, kind, vatNumber, legalFormCode, status) => {
  expect(defaultVatStatus({ kind, vatNumber, legalFormCode })).toBe(status)
})

test('a stated status takes precedence over the default', () => {
  const known = { kind: 'company', vatNumber: null, legalFormCode: '9220' } as const
  expect(vatStatusOf(known, 'taxable')).toBe('taxable')
  expect(vatStatusOf(known, null)).toBe('not_taxable')
})

test('overseas territories are reported as France, Pacific ones by their own codes', () => {
  expect(['GP', 'MQ', 'RE', 'GF', 'YT', 'BL', 'MF', 'PM', 'TF'].map(reportedCountry)).toEqual(
    Array.from({ length: 9 }, () => 'FR'),
  )
  expect(['FR', 'NC', 'PF', 'WF', 'DE', 'GY'].map(reportedCountry)).toEqual([
    'FR',
    'NC',
    'PF',
    'WF',
    'DE',
    'GY',
  ])
})
