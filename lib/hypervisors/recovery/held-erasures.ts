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
 * Lists resources deleted before rows were lost, which are not erased until a person agrees; null when nothing is held.
 * Scheduled snapshots and backups from before are kept too, but not listed.
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
 * Releases erasures after an administrator's check: resources deleted before the loss are erased at the end of their
 * grace, and schedules remove expired copies.
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
