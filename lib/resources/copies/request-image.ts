import type { Tx } from '~/db/client'
import { lockCount } from '~/db/lock-count'
import { recordAudit } from '~/lib/audit'
import { findRoomiestPool } from '~/lib/datacentre/rows'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { claimOnPool, findLiveClaim } from '~/lib/placement'
import { lockInstance } from '../common/lock-resource'
import { refuseUnless } from '../common/refuse'
import { type DoneChange, type Judge, judgeMore, keptOf, type WaitingChange } from '../limits/judge-change'
import { recordSaga } from '../sagas/record-saga'
import { recordNewImage } from './images/change-image-state'
import { imageCan } from './images/image-can'
import { countPrivateImages } from './images/queries/images'
import { lockInstanceSnapshot } from './server-snapshots/change-instance-snapshot-state'
import { sumInstanceSnapshots } from './server-snapshots/queries/instance-snapshots'
import { instanceSnapshotMonthlyCents } from './server-snapshots/read-instance-snapshots'

export type MakeImageInput = {
  instanceId: Id<'instance'>
  /** Null: of the disk as it is. */
  snapshotId: Id<'snapshot'> | null
  name: string
}

/**
 * In `tx`: an image of the server's disk is `creating`, unless `judge` has it wait, for servers of the same zone; its room is claimed on the pool of the
 * zone that has most left, as much as the disk. It is billed like a snapshot of that disk, from when it is there.
 *
 * @throws DomainError `not_found`, `state_forbids` (of the disk as it is: stop the server first), `name_taken`,
 *   `insufficient_capacity`, `quota_exceeded`, and what `judge` refuses
 */
export async function requestImage(
  tx: Tx,
  ctx: OpContext,
  input: MakeImageInput,
  judge: Judge,
): Promise<(DoneChange & { sagaId: Id<'saga'>; madeId: Id<'privateImage'> }) | WaitingChange> {
  const instance = await lockInstance(tx, input.instanceId)
  const { organisationId } = instance
  const snapshot = input.snapshotId && (await lockInstanceSnapshot(tx, input.snapshotId))
  if (snapshot && snapshot.instanceId !== instance.id) throw new DomainError('not_found')
  const cents = await instanceSnapshotMonthlyCents(tx, instance, ctx.now)
  await lockCount(tx, 'private images', organisationId)
  const held = await countPrivateImages(tx, organisationId)
  refuseUnless(imageCan.make(instance, snapshot, { held, areSold: cents !== null }), instance)
  const change = { ...keptOf(instance, 'instance'), kind: 'make_image' as const, label: input.name }
  const waiting = await judgeMore(tx, ctx, judge, { ...change, moreCents: cents ?? 0n })
  if (waiting) return waiting
  const { projectId, zoneId, bundleId, orderLineId, imageId: baseId } = instance
  const sizeGib = snapshot ? snapshot.sizeGib : await diskGibOf(tx, instance.id)
  const poolId = await findRoomiestPool(tx, zoneId)
  if (!poolId) throw new DomainError('insufficient_capacity', { params: { reason: 'images_no_room' } })
  const imageId = newId('privateImage', ctx.now.getTime())
  const place = { organisationId, projectId, zoneId, poolId }
  await recordNewImage(tx, ctx, {
    ...place,
    id: imageId,
    instanceId: instance.id,
    sourceSnapshotId: input.snapshotId,
    imageId: baseId,
    orderLineId,
    bundleId,
    name: input.name,
    sizeGib,
  })
  const resource = { resourceKind: 'image', resourceId: imageId } as const
  const answer = await claimOnPool(tx, { ...place, ...resource, gib: sizeGib }, ctx.now)
  if (answer === 'quota_exceeded') throw new DomainError('quota_exceeded')
  if (answer === 'pool_full')
    throw new DomainError('insufficient_capacity', { params: { reason: 'images_no_room' } })
  await recordAudit(tx, ctx, 'image.requested', {
    organisationId,
    kind: 'image',
    id: imageId,
    details: { name: input.name, instance: instance.name, snapshot: snapshot ? snapshot.name : null },
  })
  const source = { instanceId: instance.id, snapshotId: input.snapshotId }
  const sagaId = await recordSaga(tx, ctx, {
    kind: 'create_image',
    organisationId,
    ...resource,
    input: source,
  })
  return { outcome: 'done', sagaId, madeId: imageId }
}

/** The claim is as large as the disk and its snapshots: it knows a disk that is larger than its bundle's too. */
async function diskGibOf(tx: Tx, instanceId: Id<'instance'>): Promise<number> {
  const claim = await findLiveClaim(tx, instanceId)
  invariant(claim, `${instanceId} has a live claim`)
  return claim.diskGib - (await sumInstanceSnapshots(tx, instanceId)).gib
}
