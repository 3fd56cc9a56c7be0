import { withStaff } from '~/db/client'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { endRecoveryIn, readRecoveryIn } from '~/lib/recovery'
import type { RecoveryView } from '~/lib/recovery/client'
import type { AgreeToDatabaseInput } from './schema'

/** Returns why workers do not act on the outside world, for the operator's pages; null in normal operation. */
export async function readRecovery(ctx: OpContext): Promise<RecoveryView | null> {
  authorizeStaff(ctx, 'recovery:read')
  return withStaff(ctx, readRecoveryIn)
}

/**
 * Records an administrator's approval of the database: workers connect to hypervisors, mail and the rest again.
 *
 * @throws DomainError `proof_required`, `state_forbids` when nothing waits, `conflict` when the database is another one
 * now
 */
export async function agreeToDatabase(
  ctx: OpContext,
  { identity, dataLost }: AgreeToDatabaseInput,
): Promise<{ parked: number }> {
  const staffId = authorizeStaff(ctx, 'recovery:agree')
  await requireFreshProof(ctx)
  return {
    parked: await withStaff(ctx, (tx) => endRecoveryIn(tx, ctx, { identity, staffId, dataLost })),
  }
}
