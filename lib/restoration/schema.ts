import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'

const text = z.string().trim().min(3).max(500)

/** As many as the page shows. */
const objectsAtOnce = 200

export const proposeAdoptionsInput = z.strictObject({
  quarantineIds: z.array(idField('quarantine')).min(1).max(objectsAtOnce),
  reason: text,
})
export type ProposeAdoptionsInput = z.output<typeof proposeAdoptionsInput>

export const decideAdoptionsInput = z.strictObject({
  adoptionIds: z.array(idField('adoption')).min(1).max(objectsAtOnce),
  decision: z.literal(['confirm', 'withdraw']),
})
export type DecideAdoptionsInput = z.output<typeof decideAdoptionsInput>

export const proposeJumpInput = z.strictObject({
  sellingEntityId: idField('sellingEntity'),
  series: z.string().regex(/^[A-Za-z]{2,6}-\d{4}$/),
  /** The last number that was really given out. */
  lastNumber: z.coerce.number().int().min(1).max(10_000_000),
  reason: text,
  reference: text,
})
export type ProposeJumpInput = z.output<typeof proposeJumpInput>

export const decideJumpInput = z.strictObject({
  jumpId: idField('numberJump'),
  decision: z.literal(['confirm', 'withdraw']),
})
export type DecideJumpInput = z.output<typeof decideJumpInput>

/** As many as the page shows. */
export const lossesAtOnce = 500

export const proposeLossesInput = z.strictObject({
  driftIds: z.array(idField('drift')).min(1).max(lossesAtOnce),
  reason: text,
})
export type ProposeLossesInput = z.output<typeof proposeLossesInput>

export const decideLossesInput = z.strictObject({
  lossIds: z.array(idField('rowLoss')).min(1).max(lossesAtOnce),
  decision: z.literal(['confirm', 'withdraw']),
})
export type DecideLossesInput = z.output<typeof decideLossesInput>

/** As many as the page shows. */
export const sendingsAtOnce = 500
const sendingIds = z.array(idField('doubtfulSending')).min(1).max(sendingsAtOnce)
/** Send it, or record that it was sent before the restore. */
const outcome = z.literal(['send', 'sent'])

export const proposeSendingsInput = z.strictObject({ sendingIds, outcome, reference: text })
export type ProposeSendingsInput = z.output<typeof proposeSendingsInput>

export const decideSendingsInput = z
  .strictObject({
    sendingIds,
    /** The proposal that the person read; null to withdraw those of both kinds. */
    outcome: outcome.nullable(),
    decision: z.literal(['confirm', 'withdraw']),
  })
  .refine((input) => input.decision === 'withdraw' || input.outcome !== null)
export type DecideSendingsInput = z.output<typeof decideSendingsInput>
