import { z } from 'zod'
import { type Id, type IdKind, isId } from '~/lib/kernel/ids'

const idOf = <K extends IdKind>(kind: K) => z.custom<Id<K>>((value) => isId(kind, value), 'id')

/** As the person saw it, in cents: what leaving a commitment costs. */
const acceptedCents = z.string().regex(/^\d{1,12}$/)
export const chooseRenewalInput = z.strictObject({
  commitmentId: idOf('commitment'),
  renewal: z.enum(['renew', 'hourly', 'silent']),
})
export const leaveCommitmentInput = z.strictObject({ commitmentId: idOf('commitment'), acceptedCents })
export type ChooseRenewalInput = z.output<typeof chooseRenewalInput>
export type LeaveCommitmentInput = z.output<typeof leaveCommitmentInput>
