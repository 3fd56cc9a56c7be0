import type { Tx } from '~/db/client'
import { lockCount } from '~/db/lock-count'
import { findRoomiestPool } from '~/lib/datacentre/rows'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { assertAllowed } from '../common/assert-allowed'
import { lockVolume } from '../common/lock-resource'
import { copyMonthlyCents } from '../common/monthly-cents'
import { type Judge, judgeIfCostlier, keptOf, type WaitingChange } from '../limits/judge-change'
import type { VolumeRow } from '../queries/resources'
import { lockCopy } from './change-copy-state'
import { copyCan } from './copy-can'
import { copyKinds } from './copy-kinds'
import { type MadeCopy, makeCopy } from './make-copy'
import { listBackupTargets } from './queries/backup-targets'
import { type CopyRow, countHeldCopies } from './queries/copies'

export type BackupPlace = { zoneId: Id<'zone'>; volumeClass: 'fast' | 'standard' | 'archive' }

export type MakeBackupInput = BackupPlace & {
  volumeId: Id<'volume'>
  /** Null for the current volume. */
  snapshotId: Id<'snapshot'> | null
  name: string
}

type Wanted = BackupPlace & {
  name: string
  snapshot: CopyRow<'volume_snapshot'> | null
  scheduledFor: Date | null
}

/**
 * In `tx`: starts a backup of the volume, or of one of its snapshots, and claims its space, unless `judge`
 * makes it wait.
 *
 * @throws DomainError `not_found`, and those of `requestBackupOf`
 */
export async function requestVolumeBackup(tx: Tx, ctx: OpContext, input: MakeBackupInput, judge: Judge) {
  const volume = await lockVolume(tx, input.volumeId)
  const snapshot = input.snapshotId && (await lockCopy(tx, 'volume_snapshot', input.snapshotId))
  if (snapshot && snapshot.volumeId !== volume.id) throw new DomainError('not_found')
  return requestBackupOf(tx, ctx, volume, { ...input, snapshot, scheduledFor: null }, judge)
}

/**
 * The same for a volume that the caller has locked, for a person or a schedule. It claims as much space as the
 * volume on a pool of another class or in another zone, and costs as much as a snapshot of the volume.
 *
 * @throws DomainError `state_forbids`, `name_taken`, `invalid_input` (field zoneId, for an invalid place),
 * `insufficient_capacity`, `quota_exceeded`, and those of `judge`
 */
export async function requestBackupOf(
  tx: Tx,
  ctx: OpContext,
  volume: VolumeRow,
  { zoneId, volumeClass, name, snapshot, scheduledFor }: Wanted,
  judge: Judge,
): Promise<MadeCopy<'backup'> | WaitingChange> {
  const { id: volumeId, organisationId, projectId, bundleId, orderLineId } = volume
  const cents = await copyMonthlyCents(tx, 'backup', volume, ctx.now)
  await lockCount(tx, 'backups', organisationId)
  const held = await countHeldCopies(tx, 'backup', organisationId)
  assertAllowed(copyCan.backup.make(volume, snapshot, { held, areSold: cents !== null }), volume)
  const targets = await listBackupTargets(tx, volumeId)
  if (!targets.some((each) => each.zoneId === zoneId && each.volumeClass === volumeClass))
    throw new DomainError('invalid_input', { field: 'zoneId', params: { reason: 'backup_target' } })
  const change = { ...keptOf(volume, 'volume'), kind: 'make_backup' as const, label: name }
  const waiting = await judgeIfCostlier(tx, ctx, judge, { ...change, moreCents: cents ?? 0n })
  if (waiting) return waiting
  const poolId = await findRoomiestPool(tx, zoneId, volumeClass)
  if (!poolId) throw new DomainError('insufficient_capacity', { params: { reason: copyKinds.backup.noRoom } })
  const snapshotId = snapshot ? snapshot.id : null
  const sizeGib = snapshot ? snapshot.sizeGib : volume.sizeGib
  return makeCopy(
    tx,
    ctx,
    'backup',
    {
      ...{ organisationId, projectId, zoneId, poolId, bundleId, orderLineId, sizeGib },
      ...{
        id: newId('backup', ctx.now.getTime()),
        volumeId,
        sourceSnapshotId: snapshotId,
        name,
        scheduledFor,
      },
    },
    {
      details: {
        volume: volume.name,
        snapshot: snapshot ? snapshot.name : null,
        isScheduled: scheduledFor !== null,
      },
      input: { volumeId, snapshotId, isElsewhere: zoneId !== volume.zoneId },
    },
  )
}
