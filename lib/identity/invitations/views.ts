import type { Id } from '~/lib/kernel/ids'
import type { MemberRole, ProjectRole } from '~/lib/kernel/op-context'

/** A pending invitation on the members' page. Instants are ISO strings. */
export type InvitationView = {
  id: Id<'invitation'>
  email: string
  role: MemberRole
  projectRoles: { projectId: string; role: ProjectRole }[]
  invitedBy: string
  sentAt: string
  expiresAt: string
  isExpired: boolean
  /** The sender may no longer invite, so the link is void. */
  isVoid: boolean
}

/** What the link of an invitation shows to its owner. */
export type SharedInvitation = {
  organisationId: Id<'organisation'>
  organisation: string
  email: string
  role: MemberRole
  projectNames: string[]
  invitedBy: string
  expiresAt: string
  state: 'open' | 'expired' | 'accepted' | 'withdrawn'
}
