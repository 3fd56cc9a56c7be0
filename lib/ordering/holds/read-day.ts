import { acrossProjects, type Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { endOfParisDay, parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import { type DayCommitment, listDayCommitments } from '../queries/day-sums'

/**
 * What the organisation committed so far on this day of Paris, over all projects: several small orders must
 * not pass where one large order would not. The caller has locked the buyer's row, so that two cannot both
 * take the remaining amount. Never show the result to a member who sees only some projects.
 */
export async function readDay(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
): Promise<DayCommitment[]> {
  const day = parisDay(ctx.now)
  const within = { from: startOfParisDay(day), to: endOfParisDay(day) }
  return acrossProjects(tx, () => listDayCommitments(tx, organisationId, within))
}

/** The part committed by one member. Pure. */
export function commitmentsOfMember(day: readonly DayCommitment[], { actor }: OpContext): DayCommitment[] {
  return actor.kind === 'account' ? day.filter(({ accountId }) => accountId === actor.accountId) : []
}
