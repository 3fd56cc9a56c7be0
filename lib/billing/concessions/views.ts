import type { ConcessionKind } from '~/db/schema/billing-runs'
import type { Id } from '~/lib/kernel/ids'

/** Something given to a customer, or proposed to be. Cents are decimal strings, without VAT. */
export type ConcessionView = {
  id: Id<'concession'>
  kind: ConcessionKind
  state: 'proposed' | 'agreed' | 'refused' | 'carried_out'
  organisationId: Id<'organisation'>
  organisation: string
  /** Of the invoice that is credited. */
  number: string | null
  netCents: string
  reason: string
  proposedBy: string
  proposedAt: string
  /** Proposed by whoever looks: another has to decide. */
  isOwn: boolean
}

/** Another person has to agree: to an amount like this, or to what one person gives in a day. */
export type NeedOfAnother = 'amount' | 'day'

/** What came of it: a credit note, or a proposal that another person has to agree to. */
export type CreditOutcome =
  | { outcome: 'issued'; document: { id: Id<'invoice'>; number: string } }
  | { outcome: 'proposed'; because: NeedOfAnother }
export type GrantOutcome = { state: 'agreed' } | { state: 'proposed'; because: NeedOfAnother }

/** Somebody who was invoiced, or may be. */
export type Customer = { id: Id<'organisation'>; name: string }
