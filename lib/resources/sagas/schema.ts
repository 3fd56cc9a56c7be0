import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { sagaKinds } from '~/lib/sagas/client'
import { sagaStates } from './views'

const sagaId = idField('saga')
/** Why a person of the operator intervened: recorded in the journal. */
const reason = z.string().trim().min(3, 'reason_needed').max(500)

export const sagaIdInput = z.strictObject({ id: sagaId })
export const interveneInput = z.strictObject({ sagaId, reason })

export const listSagasInput = z.strictObject({
  /** `live` is every state that is not final; `stranded` is due, and known to no living worker. */
  state: z.enum([...sagaStates, 'live', 'stranded']).optional(),
  kind: z.enum(sagaKinds).optional(),
  q: z.string().trim().max(100).optional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
})
export type ListSagasInput = z.output<typeof listSagasInput>

export const retryJobInput = z.strictObject({ jobId: z.string().regex(/^\d{1,19}$/, 'id') })
