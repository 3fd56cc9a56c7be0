import type { Id } from '~/lib/kernel/ids'
import type { OrganisationState } from '~/lib/kernel/op-context'
import type { Address, OrganisationKind } from './kinds'

/** An organisation as its members see it; instants in ISO 8601, cents as text. */
export type OrganisationView = {
  id: Id<'organisation'>
  kind: OrganisationKind
  state: OrganisationState
  legalName: string
  siren: string | null
  siret: string | null
  vatNumber: string | null
  legalFormCode: string | null
  legalFormLabel: string
  legalAddress: Address
  billingContactName: string
  billingContactEmail: string
  billingAddress: Address
  /** Null once lifted. */
  spendingCapCents: string | null
  submittedAt: string
  decidedAt: string | null
}
