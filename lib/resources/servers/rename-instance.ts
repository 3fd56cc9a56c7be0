import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { assertAllowed } from '../common/assert-allowed'
import { lockInstance } from '../common/lock-resource'
import { withNameCheck } from '../common/record-new-resource'
import { updateInstance } from '../queries/resources'
import { instanceCan } from './instance-can'

/**
 * Renames the server; its hypervisor name comes from its id and stays. @throws DomainError `name_taken`,
 * `state_forbids`, `not_found`
 */
export async function renameInstance(
  ctx: OpContext,
  input: { instanceId: Id<'instance'>; name: string },
): Promise<void> {
  const organisationId = authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx) => {
    const row = await lockInstance(tx, input.instanceId)
    assertAllowed(instanceCan.rename(row), row)
    if (row.name === input.name) return
    await withNameCheck(input.name, () => updateInstance(tx, row.id, row.state, { name: input.name }))
    const details = { from: row.name, to: input.name }
    await recordAudit(tx, ctx, 'instance.renamed', { organisationId, kind: 'instance', id: row.id, details })
  })
}
