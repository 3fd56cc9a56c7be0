import type { ConcessionKind } from '~/db/schema/billing/runs'
import type { Id } from '~/lib/kernel/ids'

/** A concession granted or proposed to a customer. Cents are decimal strings, without VAT. */
export type ConcessionView = {
  id: Id<'concession'>
  kind: ConcessionKind
  state: 'proposed' | 'agreed' | 'refused' | 'carried_out'
  organisationId: Id<'organisation'>
  organisation: string
  /** Number of the credited invoice. */
  number: string | null
  netCents: string
  reason: string
  proposedBy: string
  proposedAt: string
  /** The viewer counts as the proposer (same account or same mailbox): another person must decide. */
  needsAnother: boolean
}

/** Why a second approver is needed: this amount, or the sum granted by one person in a day. */
export type SecondApproverReason = 'amount' | 'day'

/** Either a credit note, or a proposal that waits for a second approver. */
export type CreditOutcome =
  | { outcome: 'issued'; document: { id: Id<'invoice'>; number: string } }
  | { outcome: 'proposed'; because: SecondApproverReason }
export type GrantOutcome = { state: 'agreed' } | { state: 'proposed'; because: SecondApproverReason }

/** An organisation that has been or can be invoiced. */
export type Customer = { id: Id<'organisation'>; name: string }
