import type { Id } from './ids'

export type Surface = 'portal' | 'operator' | 'worker'

/** In the organisation. A guest has no rights there except those of its projects. */
export const memberRoles = ['owner', 'technical', 'approver', 'billing', 'reader', 'guest'] as const
export type MemberRole = (typeof memberRoles)[number]

/** In one project, in addition to the role in the organisation. */
export const projectRoles = ['technical', 'approver', 'billing', 'reader'] as const
export type ProjectRole = (typeof projectRoles)[number]

export const staffRoles = [
  'moderator',
  'capacity',
  'support',
  'accountant',
  'auditor',
  'administrator',
] as const
export type StaffRole = (typeof staffRoles)[number]

export type Actor =
  | { kind: 'anonymous' }
  | {
      kind: 'account'
      accountId: Id<'account'>
      /** Empty for a program. */
      sessionHash: string
      secondFactorAt: Date | null
      /** A program acts for the account. */
      token?: ActingToken
    }
  | {
      kind: 'staff'
      staffId: Id<'staff'>
      sessionHash: string
      roles: readonly StaffRole[]
      secondFactorAt: Date | null
    }
  | { kind: 'system'; name: string }

/** What a program may do at most; its membership is already limited to the projects of the token. */
export type ActingToken = {
  id: Id<'apiToken'>
  name: string
  permissions: readonly string[]
  /** Whether it may do what asks a person for a fresh proof. */
  mayDestroy: boolean
}

/** The organisation in which an account acts, read from the database at this request. */
export type Membership = {
  organisationId: Id<'organisation'>
  role: MemberRole
  organisationState: OrganisationState
  /** Roles by project; absent: none. */
  projectRoles?: Readonly<Partial<Record<Id<'project'>, ProjectRole>>>
}

export const organisationStates = [
  'pending',
  'needs_info',
  'active',
  'suspended',
  'closed',
  'refused',
] as const
export type OrganisationState = (typeof organisationStates)[number]

/** The caller, its origin and the time: the first parameter of every use case. `now` is the only clock. */
export type OpContext = {
  surface: Surface
  actor: Actor
  membership: Membership | null
  requestId: string
  now: Date
  ip: string | null
  locale: 'fr' | 'en'
}
