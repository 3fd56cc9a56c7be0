import { z } from 'zod'
import { isFrenchVatNumberOf, isSiren } from '~/lib/identity/client'
import { addressField, emailField, lineField } from '~/lib/identity/schema'

const ownerField = z.strictObject({
  name: lineField(120),
  countryCode: z.string().regex(/^[A-Z]{2}$/, 'country'),
  /** Of the capital, with two decimals at most. */
  percent: z.number().min(0.01, 'percent').max(100, 'percent').multipleOf(0.01, 'percent'),
})

/** The details that a selling company must print on its site, and its order number prefix. */
export const sellingEntityInput = z
  .strictObject({
    legalName: lineField(200),
    /** Written out: « Société par actions simplifiée ». */
    legalForm: lineField(120),
    shareCapitalEuros: z.number().int().min(1).max(1_000_000_000_000),
    siren: z.string().refine(isSiren, 'siren'),
    /** The town of its trade register. */
    registryCity: lineField(80),
    vatNumber: z.string(),
    address: addressField,
    phone: z.string().regex(/^\+\d[\d ]{6,20}\d$/, 'phone'),
    email: emailField,
    publicationDirector: lineField(120),
    /** The holders of its capital, for the page of facts. The law does not require them. */
    owners: z.array(ownerField).min(1).max(20).optional(),
    orderPrefix: z.string().regex(/^[A-Z]{2,6}$/, 'order_prefix'),
  })
  .refine((seller) => isFrenchVatNumberOf(seller.vatNumber, seller.siren), {
    path: ['vatNumber'],
    error: 'vat_number',
  })
  .refine(({ owners = [] }) => owners.reduce((sum, { percent }) => sum + percent, 0) < 100.005, {
    path: ['owners'],
    error: 'owners_total',
  })

export type SellingEntityInput = z.input<typeof sellingEntityInput>
