import { z } from 'zod'
import { isId } from '~/lib/kernel/ids'

export const periodField = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'period')

export const startRunInput = z.strictObject({
  period: periodField,
  mode: z.enum(['dry_run', 'draft', 'final']),
})

export type StartRunInput = z.input<typeof startRunInput>

export const runParams = z.strictObject({
  runId: z.string().refine((text) => isId('billingRun', text), 'id'),
})
