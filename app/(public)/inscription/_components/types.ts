import type { Address, OrganisationKind } from '~/lib/identity/client'
import type { ActionResult } from '~/lib/kernel/action-result'

/** The form's fields; the person's own only without an account. */
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
  | { outcome: 'confirmation_sent'; linkExpiresAt: string }
  | { outcome: 'join_requested' }
  | { outcome: 'already_registered'; legalName: string }
  | { outcome: 'registered'; organisationId: string }

export type SignUpAction = (input: SignUpFields) => Promise<ActionResult<SignUpAnswer>>
