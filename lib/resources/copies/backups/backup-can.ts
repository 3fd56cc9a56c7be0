import type { VolumeState } from '~/db/schema/resources/compute'
import type { SnapshotState } from '~/db/schema/resources/snapshots'
import type { Decision } from '../../servers/instance-can'
import { volumeCan } from '../../volumes/volume-can'
import { type SnapshotRefusal, snapshotCan } from '../copy-can'

/** Backups of one organisation, those on their way included. */
export const backupsMax = 100

export type BackupRefusal =
  | SnapshotRefusal
  | 'is_available'
  | 'is_protected'
  | 'is_unprotected'
  | 'backup_changing'
  | 'backup_failed'
  | 'too_many_backups'
  | 'backups_not_sold'

type Volume = { state: VolumeState }
type Kept = { state: SnapshotState }

const decide = (reason: BackupRefusal | null): Decision<BackupRefusal> =>
  reason ? { allowed: false, reason } : { allowed: true }

/** Why a backup that is not settled takes no act; null when it is. */
const unsettled = {
  creating: 'backup_changing',
  available: null,
  deleting: 'backup_changing',
  deleted: 'is_deleted',
  failed: 'backup_failed',
} as const satisfies Record<SnapshotState, BackupRefusal | null>

/** What may be done with backups of volumes, and why not. Pure. */
export const backupCan = {
  /** Of the volume as it is, attached or not, or of one of its snapshots; where a snapshot of it has a price. */
  make(
    volume: Volume,
    snapshot: Kept | null,
    backups: { held: number; areSold: boolean },
  ): Decision<BackupRefusal> {
    const source = snapshot
      ? snapshotCan.copy(volume, snapshot)
      : volumeCan.copy({ ...volume, isProtected: false })
    if (!source.allowed) return source
    if (!backups.areSold) return decide('backups_not_sold')
    return decide(backups.held >= backupsMax ? 'too_many_backups' : null)
  },
  /** A volume may begin as it. */
  restore: (backup: Kept): Decision<BackupRefusal> => decide(unsettled[backup.state]),
  /** One that could not be made is only taken off the list. Not while a volume begins as it. */
  delete(backup: Kept, restorations: number): Decision<BackupRefusal> {
    if (backup.state === 'failed') return decide(null)
    return decide(unsettled[backup.state] ?? (restorations > 0 ? 'is_being_copied' : null))
  },
}
