import { desc, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { billingRunItems, billingRuns } from '~/db/schema/billing-runs'

/** The runs, latest first, each with what its items add up to. */
export async function listRuns(tx: Tx, limit: number) {
  return tx
    .select({
      run: billingRuns,
      organisations: sql<number>`count(${billingRunItems.organisationId})::int`,
      finished: sql<number>`count(*) filter (where ${billingRunItems.finishedAt} is not null)::int`,
      refused: sql<number>`count(*) filter (where ${billingRunItems.state} = 'refused')::int`,
      documents: sql<number>`coalesce(sum(${billingRunItems.documents}), 0)::int`,
      netCents: sql<string>`coalesce(sum(${billingRunItems.netCents}), 0)::text`,
    })
    .from(billingRuns)
    .leftJoin(billingRunItems, eq(billingRunItems.runId, billingRuns.id))
    .groupBy(billingRuns.id)
    .orderBy(desc(billingRuns.startedAt))
    .limit(limit)
}
