import type { QuotaFacts, QuotaRequestState } from '~/db/schema/limits'
import type { Id } from '~/lib/kernel/ids'
import type { QuotaResource } from '~/lib/kernel/quota-resources'
import type { WaitView } from '~/lib/moderation/client'

/** A request as its organisation sees it. */
export type QuotaRequestView = {
  id: Id<'quotaRequest'>
  resource: QuotaResource
  limitAsked: number
  reason: string
  state: QuotaRequestState
  /** What the moderator said. */
  answer: string
  requestedBy: string | null
  createdAt: string
  decidedAt: string | null
  /** Since when and until when it waits for a moderator, or what one asked; null once it is decided. */
  wait: WaitView | null
}

/** A request as the moderator sees it, with what there is to decide on. */
export type QuotaQueueEntry = Omit<QuotaRequestView, 'state' | 'answer' | 'decidedAt' | 'wait'> & {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  organisation: string
  project: string
  facts: QuotaFacts | null
}
