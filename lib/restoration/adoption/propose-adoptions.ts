import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { lockQuarantined } from '~/lib/hypervisors'
import { quarantineCan } from '~/lib/hypervisors/client'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { ProposeAdoptionsInput } from '../schema'
import { insertAdoption } from './queries/adoptions'

/**
 * Proposes that objects without a row get their rows, with one reason. Another person confirms. Returns how many were proposed:
 * those that are proposed or wait already, or that are gone or agreed to be deleted, are not among them.
 *
 * @throws DomainError `proof_required`
 */
export async function proposeAdoptions(
  ctx: OpContext,
  { quarantineIds, reason }: ProposeAdoptionsInput,
): Promise<{ done: number }> {
  const staffId = authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  return withStaff(ctx, async (tx) => {
    let done = 0
    // In one order, so that two people who select the same objects do not wait for each other.
    for (const quarantineId of [...new Set(quarantineIds)].sort()) {
      const object = await lockQuarantined(tx, quarantineId)
      if (!object || !quarantineCan.record(object.state)) continue
      const id = newId('adoption', ctx.now.getTime())
      const row = { id, quarantineId, reason, proposedByStaffId: staffId, proposedAt: ctx.now }
      if (!(await insertAdoption(tx, { ...row, state: 'proposed' }))) continue
      await recordAudit(tx, ctx, 'quarantine.adoption_proposed', {
        organisationId: null,
        kind: 'quarantine',
        id: quarantineId,
        details: { subjectId: object.subject, reason },
      })
      done += 1
    }
    return { done }
  })
}
