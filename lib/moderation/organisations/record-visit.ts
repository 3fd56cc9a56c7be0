import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { wasViewedSince } from './queries/staff-visits'

/** Views within this time count as the same visit, with one entry in the customer's audit trail. */
const visitSeconds = 600

/** Records in the customer's audit trail that this member of staff viewed its data. */
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
