import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { allowErasures, erasuresHeldUntil } from '~/lib/recovery'
import type { HeldErasures } from './client'
import { listHeldErasures as listRows } from './queries/held-erasures'

const shown = 200

/**
 * What was deleted before rows were lost and is not erased before a person agrees; null when nothing is held. Scheduled
 * snapshots and backups of before are kept too, and are not listed.
 */
export async function listHeldErasures(ctx: OpContext): Promise<HeldErasures | null> {
  authorizeStaff(ctx, 'recovery:read')
  return withStaff(ctx, async (tx) => {
    const heldUntil = await erasuresHeldUntil(tx)
    if (!heldUntil) return null
    return { lostAt: heldUntil.toISOString(), resources: await listRows(tx, heldUntil, shown) }
  })
}

/**
 * An administrator has looked at what was deleted before rows were lost: it is erased at the end of its grace, and
 * schedules remove what they no longer keep.
 *
 * @throws DomainError `proof_required`, `state_forbids` when nothing is held
 */
export async function releaseErasures(ctx: OpContext): Promise<void> {
  authorizeStaff(ctx, 'recovery:agree')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    const heldUntil = await erasuresHeldUntil(tx)
    if (!heldUntil || !(await allowErasures(tx, ctx.now))) throw new DomainError('state_forbids')
    await recordAudit(tx, ctx, 'recovery.erasures_released', {
      organisationId: null,
      kind: 'recovery',
      id: heldUntil.toISOString(),
    })
  })
}
