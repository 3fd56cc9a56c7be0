import { type Tx, withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { erasuresHeldUntil } from '~/lib/recovery'
import { lockVolume } from '../common/lock-resource'
import { lockBackup } from '../copies/backups/change-backup-state'
import { requestBackupDeletion } from '../copies/backups/delete-backup'
import { lockSnapshot } from '../copies/change-copy-state'
import { requestSnapshotDeletion } from '../copies/delete-copy'
import { listSurplus } from './queries/schedules'

/** A wrong rule must not empty a volume's history in one turn: what is left over goes in the next ones. */
const bounds = { perVolume: 2, limit: 20 }

/**
 * Snapshots and backups that their schedule took and no longer keeps are `deleting`. Only those that stand count
 * among the kept, so that none goes while new ones fail; those that a person took are left alone.
 * What was taken before rows were lost waits until a person releases it: the customer may have decided to keep more.
 */
export async function pruneScheduled(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const read = <P extends 'snapshot' | 'backup'>(kind: P) =>
    withSystem(ctx, async (tx) =>
      listSurplus(tx, kind, { ...bounds, heldUntil: await erasuresHeldUntil(tx) }),
    )
  const snapshots = await read('snapshot')
  for (const each of snapshots) await prune(ctx, (tx) => deleteSnapshot(tx, ctx, each))
  const backups = await read('backup')
  for (const each of backups)
    await prune(ctx, async (tx) => {
      await requestBackupDeletion(tx, ctx, await lockBackup(tx, each.id))
    })
}

async function prune(ctx: OpContext, deletion: (tx: Tx) => Promise<void>): Promise<void> {
  try {
    await withSystem(ctx, deletion)
  } catch (error) {
    // Another worker has asked for it meanwhile; or it is being copied, say, and goes in a later turn.
    if (!(error instanceof DomainError) || error.code !== 'state_forbids') throw error
  }
}

async function deleteSnapshot(
  tx: Tx,
  ctx: OpContext,
  { id, volumeId }: { id: Id<'snapshot'>; volumeId: Id<'volume'> },
): Promise<void> {
  const volume = await lockVolume(tx, volumeId)
  await requestSnapshotDeletion(tx, ctx, volume, await lockSnapshot(tx, id))
}
