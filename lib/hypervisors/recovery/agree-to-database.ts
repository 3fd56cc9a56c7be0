import { withStaff } from '~/db/client'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { allowComparisonIn, endRecoveryIn, listPastRecoveriesIn, readRecoveryIn } from '~/lib/recovery'
import type { PastRecovery, RecoveryView } from '~/lib/recovery/client'
import { countOpenIn } from './open-points'
import type { AgreeToDatabaseInput, AllowComparisonInput } from './schema'

/** Returns why workers do not act on the outside world, for the operator's pages; null in normal operation. */
export async function readRecovery(ctx: OpContext): Promise<RecoveryView | null> {
  authorizeStaff(ctx, 'recovery:read')
  return withStaff(ctx, readRecoveryIn)
}

/** Lists the recoveries that ended, the latest first. */
export async function listPastRecoveries(ctx: OpContext): Promise<PastRecovery[]> {
  authorizeStaff(ctx, 'recovery:read')
  return withStaff(ctx, listPastRecoveriesIn)
}

/**
 * Records that an administrator chose this held database to go on: workers read its hypervisors and change nothing.
 *
 * @throws DomainError `proof_required`, `state_forbids` when nothing waits, `conflict` when it is another database now or
 * was allowed before
 */
export async function allowComparison(ctx: OpContext, { identity }: AllowComparisonInput): Promise<void> {
  const staffId = authorizeStaff(ctx, 'recovery:agree')
  await requireFreshProof(ctx)
  await withStaff(ctx, (tx) => allowComparisonIn(tx, ctx, { identity, staffId }))
}

/**
 * Records an administrator's approval of the database: workers connect to hypervisors, mail and the rest again. Undecided
 * points stay open; the person accepts their number.
 *
 * @throws DomainError `proof_required`, `state_forbids` when nothing waits, `conflict` when the database is another one
 * now, `open_points` when more are open than were accepted
 */
export async function agreeToDatabase(
  ctx: OpContext,
  { identity, dataLost, openPoints = 0 }: AgreeToDatabaseInput,
): Promise<{ parked: number }> {
  const staffId = authorizeStaff(ctx, 'recovery:agree')
  await requireFreshProof(ctx)
  return withStaff(ctx, async (tx) => {
    const parked = await endRecoveryIn(tx, ctx, { identity, staffId, dataLost })
    const open = await countOpenIn(tx)
    if (open > openPoints) throw new DomainError('open_points', { params: { count: `${open}` } })
    return { parked }
  })
}

/** Counts undecided objects without a row, rows that differ from the hypervisors, and sendings in doubt. */
export async function countOpenPoints(ctx: OpContext): Promise<number> {
  authorizeStaff(ctx, 'recovery:read')
  return withStaff(ctx, countOpenIn)
}
