import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { lockVolume } from '../../common/lock-resource'
import type { Judge } from '../../limits/judge-change'
import { lockSnapshot } from '../change-copy-state'
import { type BackupPlace, requestBackup } from '../request-backup'

export type MakeBackupInput = BackupPlace & {
  volumeId: Id<'volume'>
  /** Null: of the volume as it is. */
  snapshotId: Id<'snapshot'> | null
  name: string
}

/**
 * In `tx`: a backup of the volume is `creating`, on a pool of another class or in another zone, where its room is claimed,
 * unless `judge` has it wait. It is billed like a snapshot of the volume, from when it is there.
 *
 * @throws DomainError `not_found`, and what `requestBackup` refuses
 */
export async function requestVolumeBackup(tx: Tx, ctx: OpContext, input: MakeBackupInput, judge: Judge) {
  const volume = await lockVolume(tx, input.volumeId)
  const snapshot = input.snapshotId && (await lockSnapshot(tx, input.snapshotId))
  if (snapshot && snapshot.volumeId !== volume.id) throw new DomainError('not_found')
  return requestBackup(tx, ctx, volume, { ...input, snapshot, scheduledFor: null }, judge)
}
