import type { Address, OrganisationKind } from '~/lib/identity/client'
import type { ActionResult } from '~/lib/kernel/action-result'

/** What the form sends; the person's own fields only when they have no account yet. */
export type SignUpFields = {
  fullName: string
  email: string
  password: string
  kind: OrganisationKind
  identifier: string
  legalName: string
  legalFormLabel: string
  address: Address
  vatNumber?: string
  acceptsTerms: true
  acceptsDpa: true
  joinMessage?: string
}

export type SignUpAnswer =
  | { outcome: 'confirmation_sent' | 'join_requested' }
  | { outcome: 'already_registered'; legalName: string }
  | { outcome: 'registered'; organisationId: string }

export type SignUpAction = (input: SignUpFields) => Promise<ActionResult<SignUpAnswer>>
