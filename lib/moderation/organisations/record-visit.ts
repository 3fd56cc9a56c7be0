import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { wasViewedSince } from './queries/views'

/** Looking again within this time is the same visit: one line in the customer's journal. */
const visitSeconds = 600

/** The customer's journal says that this member of staff looked at what it holds. */
export async function recordVisit(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  staffId: Id<'staff'>,
): Promise<void> {
  if (await wasViewedSince(tx, organisationId, staffId, addSeconds(ctx.now, -visitSeconds))) return
  await recordAudit(tx, ctx, 'organisation.viewed_by_staff', {
    organisationId,
    kind: 'organisation',
    id: organisationId,
  })
}
