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
