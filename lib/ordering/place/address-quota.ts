import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { countHeld } from '../holds/queries/holds'
import { findCountedQuota } from '../queries/place'
import { OrderRefused } from './outcome'
import type { PreparedLine } from './prepare-lines'

/**
 * Refuses an order of more public addresses or load balancers than the project's quota leaves. Those of quotes and of orders that
 * wait count too: a place in the quota that was promised would otherwise be gone at the signature.
 *
 * @throws OrderRefused `quota_exceeded`
 */
export async function assertCountedQuotas(
  tx: Tx,
  place: { organisationId: Id<'organisation'>; projectId: Id<'project'> },
  lines: readonly PreparedLine[],
): Promise<void> {
  for (const [kind, resource] of countedKinds) {
    const asked = lines
      .flatMap(({ resources }) => resources)
      .filter(({ resourceKind }) => resourceKind === kind).length
    if (asked === 0) continue
    const quota = await findCountedQuota(tx, place, resource)
    const used = quota.used + (await countHeld(tx, place.projectId, kind))
    if (used + asked <= quota.limit) continue
    throw new OrderRefused({ outcome: 'quota_exceeded', resource, limit: quota.limit, used, asked })
  }
}

const countedKinds = [
  ['balancer', 'load_balancers'],
  ['address', 'public_addresses'],
] as const
