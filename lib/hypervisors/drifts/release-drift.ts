import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { releaseHeldDrift } from './queries/drifts'

/**
 * Allows the repair of a difference that was first seen after rows were lost: the rows are right.
 *
 * @throws DomainError `proof_required`, `state_forbids` when it is not held
 */
export async function releaseDrift(ctx: OpContext, { driftId }: { driftId: Id<'drift'> }): Promise<void> {
  authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    const drift = await releaseHeldDrift(tx, driftId)
    if (!drift) throw new DomainError('state_forbids')
    await recordAudit(tx, ctx, 'drift.released', {
      organisationId: null,
      kind: 'drift',
      id: drift.subject,
      details: { drift: drift.kind, ...drift.details },
    })
  })
}
