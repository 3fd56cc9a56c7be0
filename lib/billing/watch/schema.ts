import { z } from 'zod'

export const changeCostWatchInput = z.strictObject({
  isOn: z.boolean().default(false),
  /** Smaller daily deviations are not reported; without VAT. */
  minimumEuros: z.number().int().min(1).max(1_000_000),
})
