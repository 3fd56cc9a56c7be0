import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { visibleProjects } from '~/lib/kernel/project-scope'
import { type PersonHit, selectPersonHits } from '../queries/search'

/**
 * In `tx`: members and projects that match all the words; for a guest those of its projects, as in the list of members. The
 * caller has authorised.
 */
export async function searchPeople(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  words: readonly string[],
  limit: number,
): Promise<PersonHit[]> {
  const { actor, membership } = ctx
  if (actor.kind !== 'account' || !membership) return []
  const projects = visibleProjects(membership)
  const within = projects && { accountId: actor.accountId, projects }
  return selectPersonHits(tx, organisationId, words, within, limit)
}
