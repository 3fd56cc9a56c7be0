import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import {
  instanceSnapshotCan,
  instanceSnapshotMonthlyCents,
  lockInstance,
  recordNewInstanceSnapshot,
  refuseUnless,
  sumInstanceSnapshots,
} from '~/lib/compute'
import { authorize } from '~/lib/identity'
import { findLiveClaim } from '~/lib/inventory'
import { invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { recordSaga } from './record-saga'
import { refuseOverLimits } from './refuse-over-limits'
import type { Requested } from './request-instance-change'
import { claimSnapshotRoom } from './snapshot-room'

/**
 * A snapshot of the server's root disk is `creating`; its room is claimed on the server's host, as much as the
 * disk's. Billing starts when the hypervisor says that it was taken.
 *
 * @throws DomainError `not_found`, `state_forbids`, `name_taken`, `insufficient_capacity`, `quota_exceeded`,
 *   `spending_cap_exceeded`, `budget_exceeded`
 */
export async function takeInstanceSnapshot(
  ctx: OpContext,
  input: { instanceId: Id<'instance'>; name: string },
): Promise<Requested & { snapshotId: Id<'snapshot'> }> {
  authorize(ctx, 'instance:operate')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const instance = await lockInstance(tx, input.instanceId)
    const cents = await instanceSnapshotMonthlyCents(tx, instance, ctx.now)
    const { held, gib } = await sumInstanceSnapshots(tx, instance.id)
    refuseUnless(instanceSnapshotCan.take(instance, { held, areSold: cents !== null }), instance)
    await refuseOverLimits(tx, { ...instance, moreCents: cents ?? 0n }, ctx.now)
    const claim = await findLiveClaim(tx, instance.id)
    invariant(claim, `${instance.id} has a live claim`)
    const { projectId, zoneId, bundleId, orderLineId } = instance
    const snapshotId = newId('snapshot', ctx.now.getTime())
    const snapshot = { instanceId: instance.id, sizeGib: claim.diskGib - gib }
    await recordNewInstanceSnapshot(tx, ctx, {
      ...snapshot,
      id: snapshotId,
      organisationId,
      projectId,
      zoneId,
      bundleId,
      orderLineId,
      name: input.name,
    })
    await claimSnapshotRoom(tx, snapshot)
    await recordAudit(tx, ctx, 'snapshot.requested', {
      organisationId,
      kind: 'snapshot',
      id: snapshotId,
      details: { name: input.name, instance: instance.name },
    })
    const sagaId = await recordSaga(tx, ctx, {
      kind: 'take_instance_snapshot',
      organisationId,
      resourceKind: 'snapshot',
      resourceId: snapshotId,
      input: { instanceId: instance.id },
    })
    return { sagaId, snapshotId }
  })
}
