import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type BackupTargetRow, listBackupTargets as selectTargets } from './queries/backup-targets'

/** A place for backups: a zone and a storage class in it. */
export type BackupTarget = BackupTargetRow

/**
 * The possible places for backups of a volume, whatever their free space; empty for another organisation's
 * volume.
 */
export async function listBackupTargets(
  ctx: OpContext,
  input: { volumeId: Id<'volume'> },
): Promise<BackupTarget[]> {
  authorize(ctx, 'instance:read')
  const rows = await withOrganisation(ctx, (tx) => selectTargets(tx, input.volumeId))
  return rows.map(({ zoneId, code, name, volumeClass }) => ({ zoneId, code, name, volumeClass }))
}
