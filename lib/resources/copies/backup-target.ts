import type { Id } from '~/lib/kernel/ids'

/** Where a backup may be kept: a zone, and there a class of storage. */
export type BackupTarget = {
  zoneId: Id<'zone'>
  code: string
  name: string
  volumeClass: 'fast' | 'standard' | 'archive'
}
