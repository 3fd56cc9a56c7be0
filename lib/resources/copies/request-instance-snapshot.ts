import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findLiveClaim } from '~/lib/placement'
import { lockInstance } from '../common/lock-resource'
import { refuseUnless } from '../common/refuse'
import { type DoneChange, type Judge, judgeMore, keptOf, type WaitingChange } from '../limits/judge-change'
import { recordSaga } from '../sagas/record-saga'
import { claimSnapshotRoom } from './copy-room'
import { recordNewInstanceSnapshot } from './server-snapshots/change-instance-snapshot-state'
import { instanceSnapshotCan } from './server-snapshots/instance-snapshot-can'
import { sumInstanceSnapshots } from './server-snapshots/queries/instance-snapshots'
import { instanceSnapshotMonthlyCents } from './server-snapshots/read-instance-snapshots'

/**
 * In `tx`: a snapshot of the server's root disk is `creating`, unless `judge` has it wait; its room is claimed on the server's host, as much as the
 * disk's. Billing starts when the hypervisor says that it was taken.
 *
 * @throws DomainError `not_found`, `state_forbids`, `name_taken`, `insufficient_capacity`, `quota_exceeded`, and what
 *   `judge` refuses
 */
export async function requestInstanceSnapshot(
  tx: Tx,
  ctx: OpContext,
  input: { instanceId: Id<'instance'>; name: string },
  judge: Judge,
): Promise<(DoneChange & { sagaId: Id<'saga'>; madeId: Id<'snapshot'> }) | WaitingChange> {
  const instance = await lockInstance(tx, input.instanceId)
  const cents = await instanceSnapshotMonthlyCents(tx, instance, ctx.now)
  const { held, gib } = await sumInstanceSnapshots(tx, instance.id)
  refuseUnless(instanceSnapshotCan.take(instance, { held, areSold: cents !== null }), instance)
  const kind = 'take_instance_snapshot' as const
  const change = { ...keptOf(instance, 'instance'), kind, label: input.name }
  const waiting = await judgeMore(tx, ctx, judge, { ...change, moreCents: cents ?? 0n })
  if (waiting) return waiting
  const claim = await findLiveClaim(tx, instance.id)
  invariant(claim, `${instance.id} has a live claim`)
  const { organisationId, projectId, zoneId, bundleId, orderLineId } = instance
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
  return { outcome: 'done', sagaId, madeId: snapshotId }
}
