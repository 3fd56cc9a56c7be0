import type { Id } from '~/lib/kernel/ids'
import type { MemberRole, ProjectRole } from '~/lib/kernel/op-context'

/** An invitation that nobody accepted yet, as the members' page shows it. Instants are ISO strings. */
export type InvitationView = {
  id: Id<'invitation'>
  email: string
  role: MemberRole
  projectRoles: { projectId: string; role: ProjectRole }[]
  invitedBy: string
  sentAt: string
  expiresAt: string
  isExpired: boolean
  /** Whoever sent it may invite no more: its link opens nothing. */
  isVoid: boolean
}

/** What the link of an invitation shows to whoever has it. */
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
