import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { lockQuarantined } from '~/lib/hypervisors'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { RequestAdoptionsInput } from '../schema'
import { enqueueAdoption } from './carry-out-adoption'
import { insertAdoption } from './queries/adoptions'

/**
 * Requests that objects without a row get their rows, with one reason. Each is carried out by a job of its own and ends done or
 * refused with its reason. Returns how many were requested; those that wait already, or that are gone or agreed
 * to be deleted, are not among them.
 *
 * @throws DomainError `proof_required`
 */
export async function requestAdoptions(
  ctx: OpContext,
  { quarantineIds, reason }: RequestAdoptionsInput,
): Promise<{ done: number }> {
  const staffId = authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  return withStaff(ctx, async (tx) => {
    let done = 0
    // In one order, so that two people who select the same objects do not wait for each other.
    for (const quarantineId of [...new Set(quarantineIds)].sort()) {
      const object = await lockQuarantined(tx, quarantineId)
      if (!object || !['kept', 'proposed', 'adopted'].includes(object.state)) continue
      const id = newId('adoption', ctx.now.getTime())
      const row = { id, quarantineId, reason, requestedByStaffId: staffId, requestedAt: ctx.now }
      if (!(await insertAdoption(tx, { ...row, state: 'waiting' }))) continue
      await recordAudit(tx, ctx, 'quarantine.adoption_requested', {
        organisationId: null,
        kind: 'quarantine',
        id: quarantineId,
        details: { subjectId: object.subject, reason },
      })
      await enqueueAdoption(tx, id)
      done += 1
    }
    return { done }
  })
}
