import { z } from 'zod'

export const changeCostWatchInput = z.strictObject({
  isOn: z.boolean().default(false),
  /** A difference of a day below that is nothing to tell; without VAT. */
  minimumEuros: z.number().int().min(1).max(1_000_000),
})
