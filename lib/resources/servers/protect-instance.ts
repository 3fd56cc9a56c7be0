import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, requireFreshProof } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { assertAllowed } from '../common/assert-allowed'
import { lockInstance } from '../common/lock-resource'
import { updateInstance } from '../queries/resources'
import { instanceCan } from './instance-can'

/**
 * Sets or lifts the server's protection from deletion; repeating it changes nothing. Lifting it requires the
 * same proof as a deletion.
 *
 * @throws DomainError `proof_required`, `state_forbids`, `not_found`
 */
export async function protectInstance(
  ctx: OpContext,
  input: { instanceId: Id<'instance'>; isProtected: boolean },
): Promise<void> {
  const organisationId = authorize(ctx, 'instance:operate')
  const { isProtected } = input
  if (!isProtected) await requireFreshProof(ctx)
  await withOrganisation(ctx, async (tx) => {
    const row = await lockInstance(tx, input.instanceId)
    if (row.isProtected === isProtected) return
    assertAllowed(isProtected ? instanceCan.protect(row) : instanceCan.unprotect(row), row)
    await updateInstance(tx, row.id, row.state, { isProtected })
    const event = isProtected ? 'instance.protected' : 'instance.unprotected'
    await recordAudit(tx, ctx, event, { organisationId, kind: 'instance', id: row.id })
  })
}
