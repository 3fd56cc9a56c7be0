import { z } from 'zod'
import { periodField } from '~/lib/kernel/time/date-fields'

const resourceId = z.string().regex(/^(ins|vol)_[0-9a-hjkmnp-tv-z]{26}$/)

/** Filters in the URL of the service levels; invalid ones are ignored. */
export const serviceLevelsInput = z.strictObject({
  month: periodField.optional().catch(undefined),
  project: z.string().max(40).optional().catch(undefined),
  zone: z.string().max(40).optional().catch(undefined),
  state: z.enum(['breached', 'at_risk', 'kept', 'unknown']).optional().catch(undefined),
  page: z.int().min(1).max(10_000),
})

export const evidenceInput = z.strictObject({ resourceId, month: periodField.optional().catch(undefined) })
export const reportInput = z.strictObject({ format: z.enum(['csv', 'pdf']), month: periodField })

const monthMs = 31 * 86_400_000
const instant = z.iso.datetime().transform((text) => Date.parse(text))

/** Half-open, from a minute to fourteen months. */
export const timelineInput = z
  .strictObject({ resourceId, from: instant, to: instant })
  .refine(({ from, to }) => to - from >= 60_000 && to - from <= 14 * monthMs, {
    path: ['to'],
    message: 'timeline_window',
  })

export type ServiceLevelsInput = z.output<typeof serviceLevelsInput>
export type EvidenceInput = z.output<typeof evidenceInput>
export type ReportInput = z.output<typeof reportInput>
export type TimelineInput = z.output<typeof timelineInput>
