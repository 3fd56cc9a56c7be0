import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { countAccepted } from './queries/moderation'

/** Decisions about something since a moment: those of the rule, and those of people. */
export type DecisionCounts = { byRule: number; byPeople: number }

/** How many applications the rule accepted since then, and how many people decided about. */
export async function countOrganisationDecisions(ctx: OpContext, since: Date): Promise<DecisionCounts> {
  authorizeStaff(ctx, 'moderation:read')
  const rows = await withStaff(ctx, (tx) => countAccepted(tx, since))
  const of = (kind: string) => rows.find((row) => row.kind === kind)?.count ?? 0
  return { byRule: of('accepted_by_rule'), byPeople: of('accepted') + of('refused') }
}
