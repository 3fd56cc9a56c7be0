import type { ChangeSubject } from '~/db/schema/billing/seller-changes'
import type { Id } from '~/lib/kernel/ids'
import type { DecisionSubject } from './decision-subjects'

/** A pending change of where the seller's money or documents go. */
export type SellerChangeView = {
  id: Id<'sellerChange'>
  subject: ChangeSubject
  /** Changed fields by name; `from` is null where no value existed. */
  facts: { name: string; from: string | null; to: string }[]
  /** The change also replaces a secret, which is not shown. */
  hasSecret: boolean
  proposedBy: string
  proposedAt: string
  /** Proposed by the viewer, who may withdraw it. */
  isOwn: boolean
  /** The viewer counts as the proposer (same account or same mailbox): another person must decide. */
  needsAnother: boolean
}

/** A proposal of another person that the viewer may decide. */
export type PendingDecisionView = {
  id: string
  subject: DecisionSubject
  /** The page on which it is decided. */
  page: string
  proposedBy: string
  proposedAt: string
}

/** Whether the change took effect or waits for a second approver. */
export type ChangeOutcome = { outcome: 'saved' | 'proposed' }
