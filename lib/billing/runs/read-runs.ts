import { withStaff } from '~/db/client'
import * as queries from '~/db/queries/billing/runs'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { RunSummary } from './views'

const listedMax = 60

/** The runs, latest first. */
export async function listRuns(ctx: OpContext): Promise<RunSummary[]> {
  authorizeStaff(ctx, 'billing:inspect')
  const rows = await withStaff(ctx, (tx) => queries.listRuns(tx, listedMax))
  return rows.map(({ run, ...sums }) => ({
    ...sums,
    id: run.id,
    period: run.period,
    mode: run.mode,
    state: run.state,
    startedAt: run.startedAt.toISOString(),
  }))
}
