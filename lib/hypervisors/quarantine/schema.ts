import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'

const quarantineId = idField('quarantine')

const driftId = idField('drift')

export const releaseDriftInput = z.strictObject({ driftId })

/** Releases all held erasures. */
export const releaseErasuresInput = z.strictObject({})

export const decideQuarantineInput = z.discriminatedUnion('decision', [
  z.strictObject({
    quarantineId,
    decision: z.literal(['propose', 'confirm']),
    /** Before the seven days are over; both people must agree. */
    beforeTerm: z.boolean(),
  }),
  z.strictObject({ quarantineId, decision: z.literal(['keep', 'adopt']) }),
])
export const decideManyInput = z.strictObject({
  quarantineIds: z.array(quarantineId).min(1).max(200),
  decision: z.literal(['propose', 'confirm']),
})
export type DecideManyInput = z.output<typeof decideManyInput>
export type DecideQuarantineInput = z.output<typeof decideQuarantineInput>
