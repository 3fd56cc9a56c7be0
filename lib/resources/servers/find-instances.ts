import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { toInstanceView } from '../common/to-view'
import type { InstanceView } from '../common/views'
import { type InstanceFilter, selectInstance, selectInstancesAfter } from '../queries/list-instances'

/** One server in any state, without what its page adds. @throws DomainError `not_found` */
export async function findInstance(
  ctx: OpContext,
  input: { instanceId: Id<'instance'> },
): Promise<InstanceView> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) => {
    const row = await selectInstance(tx, input.instanceId, ctx.now)
    if (!row) throw new DomainError('not_found')
    return toInstanceView(row)
  })
}

/** At most `limit` servers that were made before `after`, the newest first. */
export async function findInstances(
  ctx: OpContext,
  input: { filter: InstanceFilter; after: Id<'instance'> | null; limit: number },
): Promise<InstanceView[]> {
  authorize(ctx, 'instance:read')
  const { filter, after, limit } = input
  return withOrganisation(ctx, async (tx) =>
    (await selectInstancesAfter(tx, filter, { id: after, limit }, ctx.now)).map(toInstanceView),
  )
}
