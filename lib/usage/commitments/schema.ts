import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'

/** The exit fee in cents, as displayed. */
const acceptedCents = z.string().regex(/^\d{1,12}$/)
export const chooseRenewalInput = z.strictObject({
  commitmentId: idField('commitment'),
  renewal: z.enum(['renew', 'hourly', 'silent']),
})
export const leaveCommitmentInput = z.strictObject({ commitmentId: idField('commitment'), acceptedCents })
export type ChooseRenewalInput = z.output<typeof chooseRenewalInput>
export type LeaveCommitmentInput = z.output<typeof leaveCommitmentInput>
