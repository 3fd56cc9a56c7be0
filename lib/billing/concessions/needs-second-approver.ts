import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { endOfParisDay, parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import { sumGrantedAlone } from '../queries/concessions'
import type { SecondApproverReason } from './views'

/**
 * Why a concession needs a second approver: its own amount, or the sum of what this person granted alone on the same
 * day in Paris, so that splitting an amount does not avoid the limit. Null when it needs none. The caller has locked
 * the granting person (`lockGrantingStaff`).
 */
export async function needsSecondApprover(
  tx: Tx,
  ctx: OpContext,
  of: { staffId: Id<'staff'>; netCents: bigint; fourEyesFromCents: bigint },
): Promise<SecondApproverReason | null> {
  if (of.netCents >= of.fourEyesFromCents) return 'amount'
  const day = parisDay(ctx.now)
  const given = await sumGrantedAlone(tx, of.staffId, startOfParisDay(day), endOfParisDay(day))
  return given + of.netCents >= of.fourEyesFromCents ? 'day' : null
}
