import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { visibleProjects } from '~/lib/kernel/project-scope'
import { monthToDateCents } from './cost'

type Known = { minute: number; cents: bigint }

/** Past it the organisation, or part of one, that was looked up longest ago is forgotten: it is only computed once more. */
const organisationsMax = 1_000
const known = new Map<string, Known>()

/**
 * `monthToDateCents` as of the last full minute. It stands on every page and adds up every second of every
 * resource, while what was used up to an instant that has passed does not change: it is computed once a
 * minute, and every process comes to the same figure.
 */
export async function monthToDateCentsByMinute(
  tx: Tx,
  { membership, now }: Pick<OpContext, 'membership' | 'now'>,
  organisationId: Id<'organisation'>,
): Promise<bigint> {
  const minute = now.getTime() - (now.getTime() % 60_000)
  // Who sees some projects alone sees what those have cost.
  const projects = membership ? visibleProjects(membership) : null
  const key = [organisationId, ...(projects ? ['of', ...projects] : [])].join(' ')
  const last = known.get(key)
  if (last?.minute === minute) return last.cents
  const cents = await monthToDateCents(tx, organisationId, new Date(minute))
  known.delete(key)
  known.set(key, { minute, cents })
  for (const oldest of known.keys()) {
    if (known.size <= organisationsMax) break
    known.delete(oldest)
  }
  return cents
}
