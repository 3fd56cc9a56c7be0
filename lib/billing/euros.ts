import { z } from 'zod'

/** Euros with at most two decimals, as typed: `12,50`. */
export const euros = z
  .string()
  .trim()
  .regex(/^\d{1,9}([.,]\d{1,2})?$/, 'amount')
  .transform((text) => {
    const [whole = '0', cents = ''] = text.split(/[.,]/)
    return BigInt(whole) * 100n + BigInt(cents.padEnd(2, '0'))
  })
  .refine((cents) => cents > 0n, 'amount')
