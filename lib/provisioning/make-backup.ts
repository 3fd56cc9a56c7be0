import { withOrganisation } from '~/db/client'
import { lockSnapshot, lockVolume } from '~/lib/compute'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type BackupPlace, requestBackup } from './request-backup'
import type { Requested } from './request-instance-change'

export type MakeBackupInput = BackupPlace & {
  volumeId: Id<'volume'>
  /** Null: of the volume as it is. */
  snapshotId: Id<'snapshot'> | null
  name: string
}

/**
 * A backup of the volume is `creating`, on a pool of another class or in another zone, where its room is claimed. It
 * is billed like a snapshot of the volume, from when it is there.
 *
 * @throws DomainError `not_found`, and what `requestBackup` refuses
 */
export async function makeBackup(
  ctx: OpContext,
  input: MakeBackupInput,
): Promise<Requested & { backupId: Id<'backup'> }> {
  authorize(ctx, 'instance:operate')
  return withOrganisation(ctx, async (tx) => {
    const volume = await lockVolume(tx, input.volumeId)
    const snapshot = input.snapshotId && (await lockSnapshot(tx, input.snapshotId))
    if (snapshot && snapshot.volumeId !== volume.id) throw new DomainError('not_found')
    return requestBackup(tx, ctx, volume, { ...input, snapshot, scheduledFor: null })
  })
}
