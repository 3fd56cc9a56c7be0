import { z } from 'zod'
import { periodField } from '~/lib/kernel/time/date-fields'

const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`))
const percent = z.string().trim().max(9)

/** A contract version as typed: percentages in local notation, durations in whole units. */
export const publishContractInput = z.strictObject({
  /** The Paris month from which it is in force. */
  month: periodField,
  /** Mildest first: the first applies below any objective. */
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
  /** The version that the form displayed. */
  basis: id('slc'),
})

export type PublishContractInput = z.input<typeof publishContractInput>
