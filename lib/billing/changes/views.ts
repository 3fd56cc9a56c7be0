import type { ChangeSubject } from '~/db/schema/seller-changes'
import type { Id } from '~/lib/kernel/ids'
import type { AwaitedSubject } from './awaited'

/** A change of where money or documents of the seller go, before a second person decided. */
export type SellerChangeView = {
  id: Id<'sellerChange'>
  subject: ChangeSubject
  /** What changes, by name; null where nothing was declared before. */
  facts: { name: string; from: string | null; to: string }[]
  /** A secret is replaced too, which nobody is shown. */
  hasSecret: boolean
  proposedBy: string
  proposedAt: string
  /** Proposed by whoever looks: another person has to decide. */
  isOwn: boolean
}

/** What another person proposed and whoever looks may decide. */
export type AwaitedDecisionView = {
  id: string
  subject: AwaitedSubject
  /** Where it is decided. */
  page: string
  proposedBy: string
  proposedAt: string
}

/** In force, or waiting for a second person. */
export type ChangeOutcome = { outcome: 'saved' | 'proposed' }
