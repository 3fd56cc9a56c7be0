import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type BackupTargetRow, listBackupTargets as selectTargets } from './queries/backup-targets'

/** Where a backup may be kept: a zone, and there a class of storage. */
export type BackupTarget = BackupTargetRow

/** Where backups of a volume may be kept, whether or not there is room. Nowhere for a volume that is not theirs. */
export async function listBackupTargets(
  ctx: OpContext,
  input: { volumeId: Id<'volume'> },
): Promise<BackupTarget[]> {
  authorize(ctx, 'instance:read')
  const rows = await withOrganisation(ctx, (tx) => selectTargets(tx, input.volumeId))
  return rows.map(({ zoneId, code, name, volumeClass }) => ({ zoneId, code, name, volumeClass }))
}
