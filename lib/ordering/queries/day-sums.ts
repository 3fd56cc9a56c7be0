import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

/** The commitments of one member on a day in one project, of the same kinds and the same decision. */
export type DayCommitment = {
  accountId: Id<'account'> | null
  projectId: Id<'project'>
  costCentre: string | null
  kinds: string[]
  /** How many approvals it needed. */
  approvals: number
  /** The operator's rule that accepted it, `change` for a change, `moderator`, or null during a review. */
  acceptedBy: string | null
  monthlyCents: bigint
}

/**
 * Commitments of the organisation in `[from, to)`, by orders and by changes that cost more, including waiting
 * ones, without those that ended undelivered.
 */
export async function listDayCommitments(
  tx: Tx,
  organisationId: Id<'organisation'>,
  { from, to }: { from: Date; to: Date },
): Promise<DayCommitment[]> {
  const [start, end] = [from, to].map((at) => sql`${at.toISOString()}::timestamptz`)
  const rows = await tx.execute<Omit<DayCommitment, 'monthlyCents'> & { cents: string }>(sql`
    select d.account_id as "accountId", d.project_id as "projectId", p.cost_centre as "costCentre", d.kinds, d.approvals,
      d.accepted_by as "acceptedBy", d.cents::text as cents
    from (
      select placed_by_account_id as account_id, project_id, kinds, approvals, accepted_by, sum(monthly_cents) as cents
      from (
        select placed_by_account_id, project_id, kinds, approvals, accepted_by, monthly_cents from orders
        where organisation_id = ${organisationId} and created_at >= ${start} and created_at < ${end}
          and state not in ('refused', 'expired', 'withdrawn')
        union all
        select account_id, project_id, array[bundle_kind], 0, 'change', monthly_cents from cost_changes
        where organisation_id = ${organisationId} and created_at >= ${start} and created_at < ${end} and order_id is null
      ) committed
      group by 1, 2, 3, 4, 5
    ) d join projects p on p.id = d.project_id`)
  return rows.map(({ cents, ...row }) => ({ ...row, monthlyCents: BigInt(cents) }))
}
