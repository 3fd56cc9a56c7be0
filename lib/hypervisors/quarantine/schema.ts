import { z } from 'zod'
import { type Id, isId } from '~/lib/kernel/ids'

const quarantineId = z.custom<Id<'quarantine'>>((value) => isId('quarantine', value), 'id')

const driftId = z.custom<Id<'drift'>>((value) => isId('drift', value), 'id')

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
