import { z } from 'zod'
import { normaliseIban, refusalOfIban } from '../payments/iban'

/** What a seller prints on its invoices and how it numbers them. */
export const billingSellerInput = z.strictObject({
  siret: z.string().regex(/^\d{14}$/, 'siret'),
  electronicScheme: z.string().regex(/^[0-9A-Z]{2,4}$/, 'electronic_scheme'),
  electronicId: z.string().regex(/^[A-Za-z0-9._-]{1,125}$/, 'electronic_id'),
  iban: z
    .string()
    .max(60)
    .transform(normaliseIban)
    .refine((iban) => refusalOfIban(iban) === null, 'iban'),
  bic: z
    .string()
    .max(20)
    .transform(normaliseIban)
    .refine((bic) => /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(bic), 'bic'),
  accountHolder: z.string().trim().min(1).max(70),
  vatOnDebits: z.boolean(),
  invoicePrefix: z.string().regex(/^[A-Z]{2,6}$/, 'order_prefix'),
  creditNotePrefix: z.string().regex(/^[A-Z]{2,6}$/, 'order_prefix'),
  fourEyesFromEuros: z.int().min(0).max(1_000_000),
})

export type BillingSellerInput = z.input<typeof billingSellerInput>
