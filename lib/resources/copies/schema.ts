import { z } from 'zod'
import { idOf, resourceName } from '../common/fields'
import { instanceIdInput } from '../servers/schema'
import { volumeIdInput } from '../volumes/schema'

export const backupIdInput = z.strictObject({ backupId: idOf('backup') })

export const imageIdInput = z.strictObject({ imageId: idOf('privateImage') })

export const snapshotIdInput = z.strictObject({ snapshotId: idOf('snapshot') })

export const takeInstanceSnapshotInput = instanceIdInput.extend({ name: resourceName })

/** Made of the server's disk as it is, or of one of its snapshots. */
export const makeImageInput = instanceIdInput.extend({
  snapshotId: idOf('snapshot').nullable(),
  name: resourceName,
})

/** Where backups are kept. */
export const backupPlaceFields = {
  zoneId: idOf('zone'),
  volumeClass: z.enum(['fast', 'standard', 'archive']),
}

/** Made of the volume as it is, or of one of its snapshots. */
export const makeBackupInput = volumeIdInput.extend({
  snapshotId: idOf('snapshot').nullable(),
  ...backupPlaceFields,
  name: resourceName,
})

/** A snapshot is named like a resource. */
export const takeSnapshotInput = volumeIdInput.extend({ name: resourceName })
