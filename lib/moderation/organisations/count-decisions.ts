import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { countAccepted } from './queries/organisations'

/** Decisions since a moment: by the rule, and by people. */
export type DecisionCounts = { byRule: number; byPeople: number }

/** Counts the applications accepted by the rule since then, and those decided by people. */
export async function countOrganisationDecisions(ctx: OpContext, since: Date): Promise<DecisionCounts> {
  authorizeStaff(ctx, 'moderation:read')
  const rows = await withStaff(ctx, (tx) => countAccepted(tx, since))
  const of = (kind: string) => rows.find((row) => row.kind === kind)?.count ?? 0
  return { byRule: of('accepted_by_rule'), byPeople: of('accepted') + of('refused') }
}
