import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { periodField } from '~/lib/kernel/time/date-fields'

export const startRunInput = z.strictObject({
  period: periodField,
  mode: z.enum(['dry_run', 'draft', 'final']),
})

export type StartRunInput = z.input<typeof startRunInput>

export const runParams = z.strictObject({
  runId: idField('billingRun'),
})
