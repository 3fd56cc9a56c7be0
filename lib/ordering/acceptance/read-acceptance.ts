import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { countAcceptedBy, countAcceptingRules } from '../moderation/queries/acceptance'
import { type AcceptanceRule, acceptanceRules } from './rules'

export type Acceptance = {
  /**
   * Orders by the first rule that accepted them, with their monthly amount (cents as decimal strings), and
   * those that the rule would have accepted `alone`.
   */
  rules: { rule: AcceptanceRule; count: number; monthlyCents: string; alone: number }[]
  /** Orders that a moderator accepted. */
  accepted: number
  /** Orders that a moderator rejected or has not decided yet. */
  others: number
}

/** How many orders since then were accepted automatically, by rule, and how many were reviewed. */
export async function readAcceptance(ctx: OpContext, since: Date): Promise<Acceptance> {
  authorizeStaff(ctx, 'moderation:read')
  const { rows, alone } = await withStaff(ctx, async (tx) => ({
    rows: await countAcceptedBy(tx, since),
    alone: await countAcceptingRules(tx, since),
  }))
  const of = (acceptedBy: string) => rows.filter((row) => row.acceptedBy === acceptedBy)
  const sum = (counted: readonly { count: number }[]) => counted.reduce((all, { count }) => all + count, 0)
  return {
    rules: acceptanceRules.map((rule) => ({
      rule,
      count: sum(of(rule)),
      monthlyCents: of(rule)
        .reduce((all, row) => all + BigInt(row.monthlyCents), 0n)
        .toString(),
      alone: alone.find((row) => row.rule === rule)?.count ?? 0,
    })),
    accepted: sum(of('moderator')),
    others: sum(rows.filter((row) => row.acceptedBy === null && row.hasCase)),
  }
}
