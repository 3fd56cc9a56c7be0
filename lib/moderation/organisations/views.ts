import type { DirectoryStatus, FactComparison } from '~/lib/identity'
import type { EmailVerdict, OrganisationKind, OrganisationView } from '~/lib/identity/client'
import type { Id } from '~/lib/kernel/ids'
import type { OrganisationState } from '~/lib/kernel/op-context'

export type QueueEntry = {
  id: Id<'organisation'>
  legalName: string
  kind: OrganisationKind
  state: OrganisationState
  siren: string | null
  siret: string | null
  vatNumber: string | null
  legalFormLabel: string
  directoryStatus: DirectoryStatus
  /** Since when it waits. */
  submittedAt: string
}

export type ModerationEventKind =
  | 'submitted'
  | 'resubmitted'
  | 'asked'
  | 'answered'
  | 'accepted'
  | 'accepted_by_rule'
  | 'refused'
  | 'cap_lifted'
  | 'lapsed'
  | 'held'

export type ThreadEntry = {
  id: string
  kind: ModerationEventKind
  text: string
  /** The applicant or, for staff only, the moderator. */
  actorName: string | null
  createdAt: string
}

/** All facts for the decision on one organisation. */
export type ModerationCase = {
  organisation: OrganisationView
  directoryStatus: DirectoryStatus
  directorySource: 'embedded' | 'recherche-entreprises' | null
  comparisons: FactComparison[]
  owner: { fullName: string; email: string; isEmailConfirmed: boolean } | null
  emailVerdict: EmailVerdict
  /** From the directory or approved by a moderator. */
  emailDomains: readonly string[]
  /** The applicant's domain, if a moderator may approve it. */
  trustableDomain: string | null
  /** Other organisations of the same legal unit. */
  relatives: QueueEntry[]
  thread: ThreadEntry[]
}
