import { expect, test } from 'vitest'
import type { z } from 'zod'
import english from '~/i18n/en/errors.json'
import french from '~/i18n/fr/errors.json'
import { creditInvoiceInput } from './concessions/schema'
import { billingSellerInput } from './invoices/seller-schema'
import { vatRegimeInput } from './invoices/vat-regime-schema'
import { startRunInput } from './runs/schema'

const seller = {
  siret: '79999214400017',
  electronicScheme: '0225',
  electronicId: '799992144',
  iban: 'FR76 3000 6000 0112 3456 7890 189',
  bic: 'AGRIFRPP',
  accountHolder: 'Andromède SAS',
  vatOnDebits: true,
  invoicePrefix: 'FAC',
  creditNotePrefix: 'AVO',
  fourEyesFromEuros: 1_000,
}
const credit = { documentId: 'inv_01mbcgyym0489ejy4whjpn660p', position: 1, reason: 'Panne' }
const regime = { organisationId: 'org_01mbcgyym0489ejy4whjpn660p', regime: 'franchise' }

test.each<[string, z.ZodType, object, string, string]>([
  ['a short SIRET', billingSellerInput, { ...seller, siret: '123' }, 'siret', 'siret'],
  [
    'a country outside SEPA',
    billingSellerInput,
    { ...seller, iban: 'SA0380000000608010167519' },
    'iban',
    'iban_country',
  ],
  [
    'a wrong digit',
    billingSellerInput,
    { ...seller, iban: 'FR7630006000011234567890188' },
    'iban',
    'iban_check',
  ],
  ['no BIC', billingSellerInput, { ...seller, bic: '12' }, 'bic', 'bic_form'],
  ['a bank in another country', billingSellerInput, { ...seller, bic: 'DEUTDEFF' }, 'bic', 'bic_country'],
  [
    'a long prefix',
    billingSellerInput,
    { ...seller, invoicePrefix: 'facture' },
    'invoicePrefix',
    'order_prefix',
  ],
  [
    'a scheme',
    billingSellerInput,
    { ...seller, electronicScheme: '?' },
    'electronicScheme',
    'electronic_scheme',
  ],
  ['an address', billingSellerInput, { ...seller, electronicId: 'a b' }, 'electronicId', 'electronic_id'],
  ['no amount', creditInvoiceInput, { ...credit, amount: '12,505' }, 'amount', 'amount'],
  ['a credit of zero', creditInvoiceInput, { ...credit, amount: '0' }, 'amount', 'amount'],
  ['no certificate', vatRegimeInput, regime, 'certificate', 'certificate'],
  ['no month', startRunInput, { period: '2026-13', mode: 'final' }, 'period', 'period'],
])('%s is rejected with its field, with a text in both languages', (_what, schema, input, field, reason) => {
  const issue = schema.safeParse(input).error?.issues[0]
  expect([issue?.path.join('.'), issue?.message]).toEqual([field, reason])
  for (const { reason: texts } of [french, english]) expect(texts).toHaveProperty(reason)
})
