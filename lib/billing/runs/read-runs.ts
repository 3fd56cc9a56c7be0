import { type Tx, withStaff, withSystem } from '~/db/client'
import { authorizeStaff, authorizeSystem } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import * as queries from './queries/runs'
import type { RunItemView, RunSummary, RunView } from './views'

const listedMax = 60

/** The runs, latest first. */
export async function listRuns(ctx: OpContext): Promise<RunSummary[]> {
  authorizeStaff(ctx, 'billing:inspect')
  const rows = await withStaff(ctx, (tx) => queries.listRuns(tx, listedMax))
  return rows.map(({ run, ...sums }) => ({ ...sums, ...factsOf(run) }))
}

/**
 * One run with the result of each organisation.
 *
 * @throws DomainError `not_found`
 */
export async function getRun(ctx: OpContext, input: { runId: Id<'billingRun'> }): Promise<RunView> {
  authorizeStaff(ctx, 'billing:inspect')
  return withStaff(ctx, async (tx) => {
    const run = await queries.findRun(tx, input.runId)
    if (!run) throw new DomainError('not_found')
    return { ...factsOf(run), items: await itemsOf(tx, input.runId) }
  })
}

/** The totals of a command-line run. */
export async function readRunOutcome(
  ctx: OpContext,
  input: { runId: Id<'billingRun'> },
): Promise<RunItemView[]> {
  authorizeSystem(ctx)
  return withSystem(ctx, (tx) => itemsOf(tx, input.runId))
}

function factsOf(run: queries.RunRow) {
  return {
    id: run.id,
    period: run.period,
    mode: run.mode,
    state: run.state,
    startedAt: run.startedAt.toISOString(),
  }
}

async function itemsOf(tx: Tx, runId: Id<'billingRun'>): Promise<RunItemView[]> {
  return (await queries.listItems(tx, runId)).map(({ item, organisation }) => ({
    organisationId: item.organisationId,
    organisation,
    state: item.state,
    documents: item.documents,
    netCents: item.netCents.toString(),
    previousNetCents: item.previousNetCents?.toString() ?? null,
    refusalCode: item.refusalCode,
    refusalField: item.refusalParams?.field ?? '',
  }))
}
