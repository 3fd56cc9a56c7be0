import { z } from 'zod'
import { isBic, normaliseIban, refusalOfIban } from './iban'

/** A SEPA account number as typed; the reason names what is wrong with it. */
export const ibanField = z
  .string()
  .max(60, 'too_long')
  .transform(normaliseIban)
  .superRefine((value, check) => {
    const refusal = refusalOfIban(value)
    if (refusal) check.addIssue({ code: 'custom', message: refusal })
  })

export const bicField = z
  .string()
  .transform((value) => value.replace(/\s/g, '').toUpperCase())
  .refine((value) => isBic(value), 'bic_form')
