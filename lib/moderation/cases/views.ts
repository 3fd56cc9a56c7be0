import type { CaseKind, CaseOutcome, CaseState, CaseSummary } from '~/db/schema/moderation'
import type { OrganisationKind } from '~/lib/identity/client'
import type { Id } from '~/lib/kernel/ids'
import type { ThreadEntry } from '../organisations/views'

export type { CaseKind, CaseState }
export const caseKinds = [
  'organisation',
  'order',
  'quote',
  'quota',
  'references',
] as const satisfies readonly CaseKind[]

/** `waiting`: for the operator. `held`: the operator needs longer. `asked`: for the applicant. */
export type QueuePart = 'waiting' | 'held' | 'asked'
export const queueParts = ['waiting', 'held', 'asked'] as const satisfies readonly QueuePart[]

/** One wait in the queue; instants are ISO strings. */
export type CaseEntry = {
  id: Id<'moderationCase'>
  kind: CaseKind
  subjectId: string
  organisationId: Id<'organisation'>
  organisation: string
  organisationKind: OrganisationKind
  projectId: Id<'project'> | null
  summary: CaseSummary
  state: CaseState
  openedAt: string
  /** When the promised answer is due. */
  dueAt: string
  isLate: boolean
  heldUntil: string | null
  closedAt: string | null
  outcome: CaseOutcome | null
  assigned: { id: Id<'staff'>; name: string } | null
}

/** The number of cases of a kind in a part of the queue. */
export type CaseCount = { part: QueuePart; kind: CaseKind; count: number }

/** What a request waits for, since when and until when, as the buyer reads it. */
export type WaitView = {
  caseId: Id<'moderationCase'>
  waitsFor: 'operator' | 'applicant'
  since: string
  /** The promise, or the moderator's later date. */
  until: string | null
  isHeld: boolean
  thread: ThreadEntry[]
}
