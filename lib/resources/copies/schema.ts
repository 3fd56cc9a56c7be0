import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { resourceName } from '../common/fields'
import { instanceIdInput } from '../servers/schema'
import { volumeIdInput } from '../volumes/schema'

export const backupIdInput = z.strictObject({ backupId: idField('backup') })

export const imageIdInput = z.strictObject({ imageId: idField('privateImage') })

export const snapshotIdInput = z.strictObject({ snapshotId: idField('snapshot') })

export const takeInstanceSnapshotInput = instanceIdInput.extend({ name: resourceName })

/** Made of the server's current disk, or of one of its snapshots. */
export const makeImageInput = instanceIdInput.extend({
  snapshotId: idField('snapshot').nullable(),
  name: resourceName,
})

/** Where backups are stored. */
export const backupPlaceFields = {
  zoneId: idField('zone'),
  volumeClass: z.enum(['fast', 'standard', 'archive']),
}

/** Made of the current volume, or of one of its snapshots. */
export const makeBackupInput = volumeIdInput.extend({
  snapshotId: idField('snapshot').nullable(),
  ...backupPlaceFields,
  name: resourceName,
})

/** A snapshot is named like a resource. */
export const takeSnapshotInput = volumeIdInput.extend({ name: resourceName })
