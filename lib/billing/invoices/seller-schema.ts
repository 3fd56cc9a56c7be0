import { z } from 'zod'
import { lineField } from '~/lib/identity/schema'
import { bicField, ibanField } from '../payments/account-fields'
import { isBic } from '../payments/iban'

/** What a seller prints on its invoices, and how it numbers them. */
export const billingSellerInput = z
  .strictObject({
    siret: z.string().regex(/^\d{14}$/, 'siret'),
    electronicScheme: z.string().regex(/^[0-9A-Z]{2,4}$/, 'electronic_scheme'),
    electronicId: z.string().regex(/^[A-Za-z0-9._-]{1,125}$/, 'electronic_id'),
    iban: ibanField,
    bic: bicField,
    accountHolder: lineField(70),
    vatOnDebits: z.boolean(),
    invoicePrefix: z.string().regex(/^[A-Z]{2,6}$/, 'order_prefix'),
    creditNotePrefix: z.string().regex(/^[A-Z]{2,6}$/, 'order_prefix'),
    fourEyesFromEuros: z.int().min(0).max(1_000_000),
  })
  .refine(({ iban, bic }) => isBic(bic, iban), { path: ['bic'], message: 'bic_country' })

export type BillingSellerInput = z.input<typeof billingSellerInput>
