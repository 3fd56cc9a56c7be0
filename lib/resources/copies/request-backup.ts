import type { Tx } from '~/db/client'
import { lockCount } from '~/db/lock-count'
import { recordAudit } from '~/lib/audit'
import { findRoomiestPool } from '~/lib/datacentre/rows'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { claimOnPool } from '~/lib/placement'
import { refuseUnless } from '../common/refuse'
import { type DoneChange, type Judge, judgeMore, keptOf, type WaitingChange } from '../limits/judge-change'
import type { VolumeRow } from '../queries/resources'
import { recordSaga } from '../sagas/record-saga'
import { backupCan } from './backups/backup-can'
import { recordNewBackup } from './backups/change-backup-state'
import { countBackups } from './backups/queries/backups'
import { listBackupTargets } from './queries/backup-targets'
import type { SnapshotRow } from './queries/copies'
import { snapshotMonthlyCents } from './read-snapshots'

export type BackupPlace = { zoneId: Id<'zone'>; volumeClass: 'fast' | 'standard' | 'archive' }

type Wanted = BackupPlace & {
  name: string
  /** Null: of the volume as it is. */
  snapshot: SnapshotRow | null
  scheduledFor: Date | null
}

/**
 * In `tx`: the backup of a volume that the caller has locked is `creating`, on a pool of another class or in another
 * zone, where its room is claimed, unless `judge` has it wait.
 *
 * @throws DomainError `state_forbids`, `name_taken`, `invalid_input` (field zoneId, of a place that is none for it),
 *   `insufficient_capacity`, `quota_exceeded`, and what `judge` refuses
 */
export async function requestBackup(
  tx: Tx,
  ctx: OpContext,
  volume: VolumeRow,
  { zoneId, volumeClass, name, snapshot, scheduledFor }: Wanted,
  judge: Judge,
): Promise<(DoneChange & { sagaId: Id<'saga'>; madeId: Id<'backup'> }) | WaitingChange> {
  const { organisationId, projectId, bundleId, orderLineId } = volume
  const cents = await snapshotMonthlyCents(tx, volume, ctx.now)
  await lockCount(tx, 'backups', organisationId)
  const held = await countBackups(tx, organisationId)
  refuseUnless(backupCan.make(volume, snapshot, { held, areSold: cents !== null }), volume)
  const targets = await listBackupTargets(tx, volume.id)
  if (!targets.some((each) => each.zoneId === zoneId && each.volumeClass === volumeClass))
    throw new DomainError('invalid_input', { field: 'zoneId', params: { reason: 'backup_target' } })
  const change = { ...keptOf(volume, 'volume'), kind: 'make_backup' as const, label: name }
  const waiting = await judgeMore(tx, ctx, judge, { ...change, moreCents: cents ?? 0n })
  if (waiting) return waiting
  const noRoom = () => new DomainError('insufficient_capacity', { params: { reason: 'backups_no_room' } })
  const poolId = await findRoomiestPool(tx, zoneId, volumeClass)
  if (!poolId) throw noRoom()
  const sizeGib = snapshot ? snapshot.sizeGib : volume.sizeGib
  const backupId = newId('backup', ctx.now.getTime())
  const place = { organisationId, projectId, zoneId, poolId }
  await recordNewBackup(tx, ctx, {
    ...place,
    id: backupId,
    volumeId: volume.id,
    sourceSnapshotId: snapshot ? snapshot.id : null,
    orderLineId,
    bundleId,
    name,
    sizeGib,
    scheduledFor,
  })
  const resource = { resourceKind: 'backup', resourceId: backupId } as const
  const answer = await claimOnPool(tx, { ...place, ...resource, gib: sizeGib }, ctx.now)
  if (answer === 'quota_exceeded') throw new DomainError('quota_exceeded')
  if (answer === 'pool_full') throw noRoom()
  await recordAudit(tx, ctx, 'backup.requested', {
    organisationId,
    kind: 'backup',
    id: backupId,
    details: {
      name,
      volume: volume.name,
      snapshot: snapshot ? snapshot.name : null,
      isScheduled: scheduledFor !== null,
    },
  })
  const source = {
    volumeId: volume.id,
    snapshotId: snapshot ? snapshot.id : null,
    isElsewhere: zoneId !== volume.zoneId,
  }
  const saga = { kind: 'create_backup', organisationId, ...resource, input: source } as const
  return { outcome: 'done', sagaId: await recordSaga(tx, ctx, saga), madeId: backupId }
}
