import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { readInstance } from '../common/read-resource'
import type { InstanceDetail } from '../common/views'

/** One server of the organisation. @throws DomainError `not_found`, also for another organisation's */
export async function getInstance(
  ctx: OpContext,
  input: { instanceId: Id<'instance'> },
): Promise<InstanceDetail> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, (tx) => readInstance(tx, input.instanceId, ctx.now))
}
