import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'

export const requestAdoptionsInput = z.strictObject({
  quarantineIds: z.array(idField('quarantine')).min(1).max(200),
  reason: z.string().trim().min(3).max(500),
})
export type RequestAdoptionsInput = z.output<typeof requestAdoptionsInput>
