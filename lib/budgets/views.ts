import type { QuotaFacts, QuotaRequestState } from '~/db/schema/limits'
import type { Id } from '~/lib/kernel/ids'
import type { QuotaResource } from '~/lib/kernel/quota-resources'
import type { WaitView } from '~/lib/moderation/client'

/** A request for its organisation's pages. */
export type QuotaRequestView = {
  id: Id<'quotaRequest'>
  resource: QuotaResource
  limitAsked: number
  reason: string
  state: QuotaRequestState
  /** The moderator's answer. */
  answer: string
  requestedBy: string | null
  createdAt: string
  decidedAt: string | null
  /** Since when and until when it waits for a moderator or for an answer to one; null once it is decided. */
  wait: WaitView | null
}

/** A request for the moderator, with the facts for the decision. */
export type QuotaQueueEntry = Omit<QuotaRequestView, 'state' | 'answer' | 'decidedAt' | 'wait'> & {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  organisation: string
  project: string
  facts: QuotaFacts | null
}

/** `percent`: the highest threshold reached this month. */
export type ReachedBudget = { id: Id<'budget'>; name: string; percent: number }
