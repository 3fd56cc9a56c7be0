import type { MemberRole } from '~/lib/kernel/op-context'

export type MemberView = {
  id: string
  fullName: string
  email: string
  role: MemberRole
  hasSecondFactor: boolean
  createdAt: string
  /** The reader's own line. */
  isSelf: boolean
}

export type JoinRequestView = {
  id: string
  fullName: string
  email: string
  isEmailConfirmed: boolean
  message: string
  createdAt: string
}

export type RequestedOrganisationView = {
  requestId: string
  organisationId: string
  legalName: string
  state: 'pending' | 'accepted' | 'refused'
  createdAt: string
  decidedAt: string | null
}
