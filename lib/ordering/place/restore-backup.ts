import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { readBackupSource } from '~/lib/resources'
import type { RestoreBackupInput } from '../schema'
import { placeLine } from './place-line'
import { listLinesOfResource } from './queries/lines-like'

/**
 * Orders a volume restored from a backup, in the backup's zone. It has its own order, price and claim; the
 * backup remains.
 *
 * @throws DomainError `not_found`, `state_forbids`, `insufficient_capacity`, `quota_exceeded`,
 * `spending_cap_exceeded`, and those of `placeLine`
 */
export async function restoreBackup(
  ctx: OpContext,
  input: RestoreBackupInput,
): Promise<{ orderId: Id<'order'>; number: string }> {
  authorize(ctx, 'order:place')
  const { idempotencyKey, backupId, bundleId, name } = input
  const { projectId, zoneId, costReferences } = await withOrganisation(ctx, async (tx, organisationId) => {
    const source = await readBackupSource(tx, backupId)
    const [like] = await listLinesOfResource(tx, organisationId, source.volumeId)
    return { ...source, costReferences: like?.costReferences ?? {} }
  })
  const line = {
    ...{ bundleId, zoneId, name, quantity: 1, sshKeyIds: [], costReferences },
    copyOf: { backupId },
  }
  const { orderId, number } = await placeLine(ctx, { idempotencyKey, projectId, line })
  return { orderId, number }
}
