import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { visibleProjects } from '~/lib/kernel/project-scope'
import { monthToDateCents } from './cost'
import { costMoment } from './cost-moment'

type Known = { minute: number; cents: bigint }

/** Beyond it the least recently used entry is evicted; it is only computed again. */
const organisationsMax = 1_000
const known = new Map<string, Known>()

/**
 * `monthToDateCents`, computed once a minute: every page shows it, and it sums every second of every resource.
 */
export async function monthToDateCentsByMinute(
  tx: Tx,
  { membership, now }: Pick<OpContext, 'membership' | 'now'>,
  organisationId: Id<'organisation'>,
): Promise<bigint> {
  const minute = costMoment(now).getTime()
  // A member with access to some projects sees the cost of those.
  const projects = membership ? visibleProjects(membership) : null
  const key = [organisationId, ...(projects ? ['of', ...projects] : [])].join(' ')
  const last = known.get(key)
  if (last?.minute === minute) return last.cents
  const cents = await monthToDateCents(tx, organisationId, now)
  known.delete(key)
  known.set(key, { minute, cents })
  for (const oldest of known.keys()) {
    if (known.size <= organisationsMax) break
    known.delete(oldest)
  }
  return cents
}
