import type { InboxItem } from '~/lib/inbox/client'
import type { ActionResult } from '~/lib/kernel/action-result'

export type Decide = (input: {
  organisationId: string
  orderId: string
  decision: 'approved'
  contentHash: string
}) => Promise<ActionResult<unknown>>
type Approval = Extract<InboxItem, { kind: 'approval' }>
export type ApprovalProps = { organisationId: string; approval: Approval; decide: Decide }
