import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { countHeldAddresses } from '../holds/queries/holds'
import { findAddressQuota } from '../queries/place'
import { OrderRefused } from './outcome'
import type { PreparedLine } from './prepare-lines'

/**
 * Refuses an order of more public addresses than the project's quota leaves. Those of quotes and of orders that
 * wait count too: a place in the quota that was promised would otherwise be gone at the signature.
 *
 * @throws OrderRefused `quota_exceeded`
 */
export async function assertAddressQuota(
  tx: Tx,
  place: { organisationId: Id<'organisation'>; projectId: Id<'project'> },
  lines: readonly PreparedLine[],
): Promise<void> {
  const asked = lines
    .flatMap(({ resources }) => resources)
    .filter(({ resourceKind }) => resourceKind === 'address').length
  if (asked === 0) return
  const quota = await findAddressQuota(tx, place)
  const used = quota.used + (await countHeldAddresses(tx, place.projectId))
  if (used + asked <= quota.limit) return
  const resource = 'public_addresses'
  throw new OrderRefused({ outcome: 'quota_exceeded', resource, limit: quota.limit, used, asked })
}
