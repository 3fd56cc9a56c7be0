import { type Tx, withSystem } from '~/db/client'
import { isDatabaseLost } from '~/db/connections/lost-database'
import { authorizeSystem } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { isDayPassed } from '../queries/series'
import { type Billed, type Billing, billOrganisation } from './bill-organisation'
import * as queries from './queries/runs'

/** Organisations billed at a time: while one waits for the database, another is rated. */
const defaultConcurrency = 4

/** Prepares an organisation's month before it is invoiced; idempotent. */
type BeforeBilling = (
  ctx: OpContext,
  month: { organisationId: Id<'organisation'>; period: string },
) => Promise<unknown>

/**
 * Bills every waiting organisation of the run, a few at a time and each in its own transaction, or stores the refusal
 * code; one failure does not stop the others. A retry continues where it stopped, and billed months stay billed.
 * `before` runs for each organisation unless the run is dry, because service credits of the month belong on its
 * invoice.
 */
export async function carryOutRun(
  ctx: OpContext,
  {
    runId,
    before,
    atOnce = defaultConcurrency,
  }: { runId: Id<'billingRun'>; before?: BeforeBilling; atOnce?: number },
): Promise<void> {
  authorizeSystem(ctx)
  const run = await withSystem(ctx, (tx) => queries.findRun(tx, runId))
  if (!run) throw new DomainError('not_found')
  for (;;) {
    const waiting = await withSystem(ctx, (tx) => queries.listWaiting(tx, runId, atOnce))
    if (waiting.length === 0) break
    const billed = await Promise.allSettled(
      waiting.map((organisationId) =>
        billItem(ctx, { runId, organisationId, period: run.period, mode: run.mode }, before),
      ),
    )
    // Only once all tasks have ended: the caller restarts the run when it sees the failure.
    const failed = billed.find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
  }
  await withSystem(ctx, (tx) => queries.endRun(tx, runId, ctx.now))
}

async function billItem(
  ctx: OpContext,
  { runId, ...billing }: Billing & { runId: Id<'billingRun'> },
  before: BeforeBilling | undefined,
): Promise<void> {
  const item = { runId, organisationId: billing.organisationId }
  const settle = (tx: Tx, outcome: Billed | Refused) =>
    queries.finishItem(tx, item, { ...outcome, finishedAt: ctx.now })
  try {
    if (billing.mode !== 'dry_run') await before?.(ctx, billing)
    await billOrganisation(ctx, billing, settle)
  } catch (error) {
    // The job is retried and continues where it stopped.
    if (isDatabaseLost(error) || isDayPassed(error)) throw error
    if (!(error instanceof DomainError))
      log.error({ err: error, organisation: billing.organisationId }, 'an organisation could not be billed')
    await withSystem(ctx, (tx) => settle(tx, refusalOf(error)))
  }
}

type Refused = { state: 'refused'; refusalCode: string; refusalParams: { field: string } }

function refusalOf(error: unknown): Refused {
  const { code, field = '' } = error instanceof DomainError ? error : { code: 'unexpected' }
  return { state: 'refused', refusalCode: code, refusalParams: { field } }
}
