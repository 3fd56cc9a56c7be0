import type { Id } from '~/lib/kernel/ids'
import type { MemberRole, ProjectRole } from '~/lib/kernel/op-context'

export type MemberView = {
  id: Id<'member'>
  fullName: string
  email: string
  role: MemberRole
  /** In addition to the role in the organisation. */
  projectRoles: { projectId: Id<'project'>; role: ProjectRole }[]
  hasSecondFactor: boolean
  createdAt: string
  /** Marks the reader's own row. */
  isSelf: boolean
}

export type JoinRequestView = {
  id: Id<'joinRequest'>
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
