import { withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type ComparedHypervisor, driverOfDrift } from '../drifts/compared-hypervisor'
import type { Drift, RemovableObject } from '../drifts/find-drifts'
import { removeObject } from '../drifts/remove-object'
import { lockAgreed, markRemoved } from './queries/quarantine'

const patienceMs = 30_000

/**
 * Deletes an object that two people agreed to delete. The decision is read again before, and once more when recorded;
 * if it was taken back in between, the object is gone anyway and the audit trail shows that.
 *
 * @throws DriverError
 */
export async function removeAgreed(
  ctx: OpContext,
  hypervisor: ComparedHypervisor,
  zoneId: Id<'zone'>,
  drift: Drift & { remedy: RemovableObject },
): Promise<boolean> {
  const { subject, organisationId, remedy } = drift
  const object = { zoneId, kind: remedy.kind, subject }
  const agreed = await withSystem(ctx, (tx) => lockAgreed(tx, object, ctx.now))
  if (!agreed) return false
  const driver = await driverOfDrift(hypervisor, organisationId)
  await removeObject(driver, subject, remedy, { signal: AbortSignal.timeout(patienceMs) })
  await withSystem(ctx, async (tx) => {
    await markRemoved(tx, agreed.id, ctx.now)
    await recordAudit(tx, ctx, 'quarantine.deleted', {
      organisationId: null,
      kind: 'quarantine',
      id: agreed.id,
      details: {
        subjectId: subject,
        name: agreed.details.name ?? subject,
        proposedBy: agreed.proposedByStaffId ?? '',
        confirmedBy: agreed.decidedByStaffId ?? '',
      },
    })
  })
  return true
}
