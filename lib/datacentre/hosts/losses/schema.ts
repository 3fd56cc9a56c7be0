import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'

const hostId = idField('host')

export const declareHostLossInput = z.strictObject({
  hostId,
  /** The host's name, typed: the wrong host would take a running one from its customers. */
  name: z.string().trim().min(1).max(80),
  /** How it was made sure that the machine has no power. */
  verification: z.string().trim().min(10, 'reason_needed').max(500),
})

/** By another person, who names the declaration that they saw. */
export const confirmHostLossInput = z.strictObject({
  hostId,
  lossId: idField('hostLoss'),
  name: z.string().trim().min(1).max(80),
})

export const lostHostInput = z.strictObject({ hostId })

export type DeclareHostLossInput = z.output<typeof declareHostLossInput>
export type ConfirmHostLossInput = z.output<typeof confirmHostLossInput>
export type LostHostInput = z.output<typeof lostHostInput>
