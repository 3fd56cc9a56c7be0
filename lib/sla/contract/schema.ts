import { z } from 'zod'
import { periodField } from '~/lib/kernel/time/date-fields'

const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`))
const percent = z.string().trim().max(9)

/** A version of what is promised, as it is written: percentages as people write them, durations in whole units. */
export const publishContractInput = z.strictObject({
  /** The month from which it is in force, in Paris. */
  month: periodField,
  /** From the mildest: the first is about the objective, whatever it is. */
  steps: z
    .array(z.strictObject({ below: percent, reduction: percent }))
    .min(1)
    .max(6),
  cap: percent,
  noticeHours: z.coerce.number().int().min(1).max(2_160),
  allowanceMinutes: z.coerce.number().int().min(0).max(44_640),
  bundles: z
    .array(
      z.strictObject({
        bundleId: id('bun'),
        availability: percent,
        supportResponseMinutes: z.coerce.number().int().min(1).max(43_200),
        provisioningSeconds: z.coerce.number().int().min(1).max(86_400),
      }),
    )
    .max(500),
  zones: z.array(z.strictObject({ zoneId: id('zon'), availability: percent })).max(100),
  /** The version that the reader had before their eyes. */
  basis: id('slc'),
})

export type PublishContractInput = z.input<typeof publishContractInput>
