import { withStaff } from '~/db/client'
import { authorizeStaff, readSamePeople } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { listCardRefunds } from '../cards/queries/card-refunds'
import { listConcessions } from '../queries/concessions'
import { type DecisionSubject, decisionPage } from './decision-subjects'
import { listOpenSellerChanges } from './queries/seller-changes'
import type { PendingDecisionView } from './views'

/** Rows read per kind; these lists put pending ones first. */
const readMax = 200

/** Proposals of other people that this person may decide, oldest first. */
export async function listPendingDecisions(ctx: OpContext): Promise<PendingDecisionView[]> {
  const staffId = authorizeStaff(ctx, 'billing:settle')
  return withStaff(ctx, async (tx) => {
    const view = (
      subject: DecisionSubject,
      row: { id: string; proposedByStaffId: Id<'staff'>; proposedAt: Date },
      proposedBy: string,
    ) => ({ ...row, subject, proposedBy })
    const changes = (await listOpenSellerChanges(tx)).map((row) => view(row.subject, row, row.proposedBy))
    const concessions = (await listConcessions(tx, readMax))
      .filter(({ concession }) => concession.state === 'proposed')
      .map(({ concession, proposedBy }) => view('concession', concession, proposedBy))
    const refunds = (await listCardRefunds(tx, readMax))
      .filter(({ refund }) => refund.state === 'proposed')
      .map(({ refund, proposedBy }) => view('card_refund', refund, proposedBy))
    const all = [...changes, ...concessions, ...refunds]
    const isSame = await readSamePeople(
      tx,
      staffId,
      all.map(({ proposedByStaffId }) => proposedByStaffId),
    )
    return all
      .filter(({ proposedByStaffId }) => !isSame(proposedByStaffId))
      .sort((one, other) => one.proposedAt.getTime() - other.proposedAt.getTime())
      .map(({ id, subject, proposedBy, proposedAt }) => ({
        id,
        subject,
        page: decisionPage(subject),
        proposedBy,
        proposedAt: proposedAt.toISOString(),
      }))
  })
}
