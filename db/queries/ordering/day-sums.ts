import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

/** What one member committed on a day in one project, of the same kinds and decided alike. */
export type DayCommitment = {
  accountId: Id<'account'> | null
  projectId: Id<'project'>
  costCentre: string | null
  kinds: string[]
  /** How many others had to agree. */
  approvals: number
  /** The operator's rule that let it through, `moderator`, or null while a moderator looks. */
  acceptedBy: string | null
  monthlyCents: bigint
}

/** What the organisation committed in `[from, to)`: orders that wait are included, those that ended are not. */
export async function listDayCommitments(
  tx: Tx,
  organisationId: Id<'organisation'>,
  { from, to }: { from: Date; to: Date },
): Promise<DayCommitment[]> {
  const rows = await tx.execute<Omit<DayCommitment, 'monthlyCents'> & { cents: string }>(sql`
    select d.account_id as "accountId", d.project_id as "projectId", p.cost_centre as "costCentre", d.kinds, d.approvals,
      d.accepted_by as "acceptedBy", d.cents::text as cents
    from (
      select placed_by_account_id as account_id, project_id, kinds, approvals, accepted_by, sum(monthly_cents) as cents
      from orders
      where organisation_id = ${organisationId} and created_at >= ${from.toISOString()}::timestamptz
        and created_at < ${to.toISOString()}::timestamptz and state not in ('refused', 'expired', 'withdrawn')
      group by 1, 2, 3, 4, 5
    ) d join projects p on p.id = d.project_id`)
  return rows.map(({ cents, ...row }) => ({ ...row, monthlyCents: BigInt(cents) }))
}
