import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { lostServersShown } from './views'

export const requestRecoveryInput = z.strictObject({
  hostId: idField('host'),
  instanceIds: z.array(idField('instance')).min(1).max(lostServersShown),
})
export type RequestRecoveryInput = z.output<typeof requestRecoveryInput>
