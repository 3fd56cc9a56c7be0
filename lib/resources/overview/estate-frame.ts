import type { Tx } from '~/db/client'
import { type NoticeView, outstandingLegalVersions, unreadNotices } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { monthToDateCentsByMinute } from '~/lib/usage'

export type EstateFrame = {
  notices: NoticeView[]
  /** The organisation has accepted the legal documents in force. */
  isLegalUpToDate: boolean
  /** What it has used since the first of this month in Paris, to the last full minute, in cents without VAT. */
  monthToDateCents: bigint
}

/** What waits for a decision is in the inbox as long as it does. */
const toldByInbox = ['order_to_approve', 'quote_to_sign'] as const

/** The estate's and members' part of the frame around every page of an organisation. */
export async function estateFrame(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
): Promise<EstateFrame> {
  const [notices, outstanding, cents] = await Promise.all([
    unreadNotices(tx, organisationId, toldByInbox),
    outstandingLegalVersions(tx, organisationId, ctx.now),
    monthToDateCentsByMinute(tx, ctx, organisationId),
  ])
  return { notices, isLegalUpToDate: outstanding.length === 0, monthToDateCents: cents }
}
