import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { BackupView } from './backups/backup-view'
import { listShownBackups } from './backups/queries/backups'

/** More than an organisation may have; those that could not be made are listed too. */
const shownMax = 200

/** The backups of the organisation's volumes, newest first; those that could not be made say why. */
export async function listBackups(ctx: OpContext): Promise<BackupView[]> {
  authorize(ctx, 'instance:read')
  const rows = await withOrganisation(ctx, (tx) => listShownBackups(tx, ctx.now, shownMax))
  return rows.map(({ backup, ...row }) => ({
    id: backup.id,
    name: backup.name,
    state: backup.state,
    sizeGib: backup.sizeGib,
    zone: { id: backup.zoneId, code: row.zoneCode, name: row.zoneName },
    volumeClass: row.volumeClass,
    volume: {
      id: backup.volumeId,
      name: row.volumeName,
      isThere: !['purging', 'purged', 'failed'].includes(row.volumeState),
    },
    monthlyCents: row.monthlyCents,
    restorations: row.restorations,
    createdAt: backup.createdAt.toISOString(),
    takenAt: backup.takenAt?.toISOString() ?? null,
    failureCode: backup.failureCode,
  }))
}
