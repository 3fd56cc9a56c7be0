import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { assertAllowed } from '../common/assert-allowed'
import { lockInstance } from '../common/lock-resource'
import { lockFirewallOfServer } from '../firewall/queries/rule-sets'
import { updateInstance } from '../queries/resources'
import { instanceCan } from './instance-can'

/** Replaces the server's tags by these. @throws DomainError `state_forbids`, `not_found` */
export async function tagInstance(
  ctx: OpContext,
  input: { instanceId: Id<'instance'>; tags: Record<string, string> },
): Promise<void> {
  const organisationId = authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx) => {
    await lockFirewallOfServer(tx, input.instanceId)
    const row = await lockInstance(tx, input.instanceId)
    assertAllowed(instanceCan.tag(row), row)
    await updateInstance(tx, row.id, row.state, { tags: input.tags })
    const details = { from: row.tags, to: input.tags }
    await recordAudit(tx, ctx, 'instance.tagged', { organisationId, kind: 'instance', id: row.id, details })
  })
}
