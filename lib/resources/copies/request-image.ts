import type { Tx } from '~/db/client'
import { lockCount } from '~/db/lock-count'
import { findRoomiestPool } from '~/lib/datacentre/rows'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { assertAllowed } from '../common/assert-allowed'
import { lockInstance } from '../common/lock-resource'
import { copyMonthlyCents } from '../common/monthly-cents'
import { type Judge, judgeIfCostlier, keptOf, type WaitingChange } from '../limits/judge-change'
import { lockCopy } from './change-copy-state'
import { copyCan } from './copy-can'
import { copyKinds } from './copy-kinds'
import { readServerSize } from './copy-room'
import { type MadeCopy, makeCopy } from './make-copy'
import { countHeldCopies } from './queries/copies'

export type MakeImageInput = {
  instanceId: Id<'instance'>
  /** Null for the current disk. */
  snapshotId: Id<'snapshot'> | null
  name: string
}

/**
 * In `tx`: starts an image of the server's disk, or of one of its snapshots, unless `judge` makes it wait.
 * Servers of the same zone can be created from it. It claims as much as the disk on the zone's pool with the
 * most free space, and costs as much as a snapshot of the disk.
 *
 * @throws DomainError `not_found`, `state_forbids` (of the current disk: stop the server first), `name_taken`,
 * `insufficient_capacity`, `quota_exceeded`, and those of `judge`
 */
export async function requestImage(
  tx: Tx,
  ctx: OpContext,
  { instanceId, snapshotId, name }: MakeImageInput,
  judge: Judge,
): Promise<MadeCopy<'image'> | WaitingChange> {
  const instance = await lockInstance(tx, instanceId)
  const { organisationId, projectId, zoneId, bundleId, orderLineId, imageId } = instance
  const snapshot = snapshotId && (await lockCopy(tx, 'server_snapshot', snapshotId))
  if (snapshot && snapshot.instanceId !== instanceId) throw new DomainError('not_found')
  const cents = await copyMonthlyCents(tx, 'image', instance, ctx.now)
  await lockCount(tx, 'private images', organisationId)
  const held = await countHeldCopies(tx, 'image', organisationId)
  assertAllowed(copyCan.image.make(instance, snapshot, { held, areSold: cents !== null }), instance)
  const change = { ...keptOf(instance, 'instance'), kind: 'make_image' as const, label: name }
  const waiting = await judgeIfCostlier(tx, ctx, judge, { ...change, moreCents: cents ?? 0n })
  if (waiting) return waiting
  const sizeGib = snapshot ? snapshot.sizeGib : (await readServerSize(tx, instanceId)).rootDiskGib
  const poolId = await findRoomiestPool(tx, zoneId)
  if (!poolId) throw new DomainError('insufficient_capacity', { params: { reason: copyKinds.image.noRoom } })
  return makeCopy(
    tx,
    ctx,
    'image',
    {
      ...{ organisationId, projectId, zoneId, poolId, bundleId, orderLineId, sizeGib },
      ...{
        id: newId('privateImage', ctx.now.getTime()),
        instanceId,
        sourceSnapshotId: snapshotId,
        imageId,
        name,
      },
    },
    {
      details: { instance: instance.name, snapshot: snapshot ? snapshot.name : null },
      input: { instanceId, snapshotId },
    },
  )
}
