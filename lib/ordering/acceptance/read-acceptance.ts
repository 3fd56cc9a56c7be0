import { withStaff } from '~/db/client'
import { countAcceptedBy } from '~/db/queries/ordering/acceptance'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { type AcceptanceRule, acceptanceRules } from './rules'

export type Acceptance = {
  /** Orders that each rule let through, with what they come to a month; cents are decimal strings. */
  rules: { rule: AcceptanceRule; count: number; monthlyCents: string }[]
  /** Those that a moderator let through. */
  accepted: number
  /** Those that a moderator did not let through, or not yet. */
  others: number
}

/** How many orders since then went through by themselves, by which rule, and how many were looked at. */
export async function readAcceptance(ctx: OpContext, since: Date): Promise<Acceptance> {
  authorizeStaff(ctx, 'moderation:read')
  const rows = await withStaff(ctx, (tx) => countAcceptedBy(tx, since))
  const of = (acceptedBy: string) => rows.filter((row) => row.acceptedBy === acceptedBy)
  const sum = (counted: readonly { count: number }[]) => counted.reduce((all, { count }) => all + count, 0)
  return {
    rules: acceptanceRules.map((rule) => ({
      rule,
      count: sum(of(rule)),
      monthlyCents: of(rule)
        .reduce((all, row) => all + BigInt(row.monthlyCents), 0n)
        .toString(),
    })),
    accepted: sum(of('moderator')),
    others: sum(rows.filter((row) => row.acceptedBy === null && row.hasCase)),
  }
}
