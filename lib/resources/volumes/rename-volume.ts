import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { assertAllowed } from '../common/assert-allowed'
import { lockVolume } from '../common/lock-resource'
import { withNameCheck } from '../common/record-new-resource'
import { updateVolume } from '../queries/resources'
import { volumeCan } from './volume-can'

/**
 * Renames the volume; its hypervisor name comes from its id and stays. @throws DomainError `name_taken`,
 * `state_forbids`, `not_found`
 */
export async function renameVolume(
  ctx: OpContext,
  input: { volumeId: Id<'volume'>; name: string },
): Promise<void> {
  const organisationId = authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx) => {
    const row = await lockVolume(tx, input.volumeId)
    assertAllowed(volumeCan.rename(row), row)
    if (row.name === input.name) return
    await withNameCheck(input.name, () => updateVolume(tx, row.id, row.state, { name: input.name }))
    const details = { from: row.name, to: input.name }
    await recordAudit(tx, ctx, 'volume.renamed', { organisationId, kind: 'volume', id: row.id, details })
  })
}
