import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { endOfParisDay, parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import { sumGivenAlone } from '../queries/concessions'
import type { NeedOfAnother } from './views'

/**
 * Why another person has to agree to what this one gives, by itself or with what they gave alone on the same day of
 * Paris, for parts must not pass where the whole does not; null where nobody has to. The giver is locked (`lockGiver`).
 */
export async function judgeGiving(
  tx: Tx,
  ctx: OpContext,
  of: { staffId: Id<'staff'>; netCents: bigint; fourEyesFromCents: bigint },
): Promise<NeedOfAnother | null> {
  if (of.netCents >= of.fourEyesFromCents) return 'amount'
  const day = parisDay(ctx.now)
  const given = await sumGivenAlone(tx, of.staffId, startOfParisDay(day), endOfParisDay(day))
  return given + of.netCents >= of.fourEyesFromCents ? 'day' : null
}
