import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'

const quarantineId = idField('quarantine')

const driftId = idField('drift')

export const releaseDriftInput = z.strictObject({ driftId })

/** Everything that is held. */
export const releaseErasuresInput = z.strictObject({})

export const decideQuarantineInput = z.discriminatedUnion('decision', [
  z.strictObject({
    quarantineId,
    decision: z.literal(['propose', 'confirm']),
    /** Before its seven days are over; both people must say so. */
    beforeTerm: z.boolean(),
  }),
  z.strictObject({ quarantineId, decision: z.literal(['keep', 'adopt']) }),
])
export type DecideQuarantineInput = z.output<typeof decideQuarantineInput>
