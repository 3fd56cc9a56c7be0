import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { periodField } from '~/lib/kernel/time/date-fields'

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
        bundleId: idField('bundle'),
        availability: percent,
        supportResponseMinutes: z.coerce.number().int().min(1).max(43_200),
        provisioningSeconds: z.coerce.number().int().min(1).max(86_400),
      }),
    )
    .max(500),
  zones: z.array(z.strictObject({ zoneId: idField('zone'), availability: percent })).max(100),
  /** The version that the form displayed. */
  basis: idField('serviceContract'),
})

export type PublishContractInput = z.input<typeof publishContractInput>
