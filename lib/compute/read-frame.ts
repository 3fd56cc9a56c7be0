import { withOrganisation } from '~/db/client'
import { authorize, type NoticeView, outstandingLegalVersions, unreadNotices } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { monthToDateCentsByMinute } from './cost-by-minute'

export type Frame = {
  notices: NoticeView[]
  /** The organisation has accepted the legal documents in force. */
  isLegalUpToDate: boolean
  /** What it has used since the first of this month in Paris, to the last full minute, in cents without VAT. */
  monthToDateCents: bigint
}

/** What stands around every page of an organisation, read at once. */
export async function readFrame(ctx: OpContext): Promise<Frame> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const [notices, outstanding, cents] = await Promise.all([
      unreadNotices(tx, organisationId),
      outstandingLegalVersions(tx, organisationId, ctx.now),
      monthToDateCentsByMinute(tx, ctx, organisationId),
    ])
    return { notices, isLegalUpToDate: outstanding.length === 0, monthToDateCents: cents }
  })
}
