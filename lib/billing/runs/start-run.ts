import { type Tx, withStaff, withSystem } from '~/db/client'
import type { BillingRunMode } from '~/db/schema/billing/runs'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, authorizeSystem } from '~/lib/identity'
import { enqueue } from '~/lib/jobs'
import { DomainError, violatedConstraint } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { monthOf, periodAfter, periodOf } from '~/lib/kernel/time/paris-month'
import { closesAt } from '../usage/period'
import { isHeldBack } from './list-held-back'
import * as queries from './queries/runs'
import { type StartRunInput, startRunInput } from './schema'

export type NewRun = { period: string; mode: BillingRunMode; organisationId?: Id<'organisation'> }

/**
 * Staff start a run of a month: creates it with an item per organisation, for a worker to carry out.
 *
 * @throws DomainError `state_forbids` for an unfinished month, or one within its grace period when finalised;
 * `already_exists` while such a run is in progress
 */
export async function startRun(ctx: OpContext, raw: StartRunInput): Promise<{ id: Id<'billingRun'> }> {
  const staffId = authorizeStaff(ctx, 'billing:run')
  const input = startRunInput.parse(raw)
  return refuseConcurrent(() =>
    withStaff(ctx, async (tx) => {
      const id = await insertRun(tx, ctx, input, staffId)
      await enqueue(tx, 'bill_organisations', { runId: id }, `bill:${id}`)
      return { id }
    }),
  )
}

/**
 * As `startRun`, for the command line and the seed, which carry the run out themselves; continues a run after its
 * process was killed.
 *
 * @throws DomainError as `startRun`
 */
export async function openRun(ctx: OpContext, run: NewRun): Promise<Id<'billingRun'>> {
  authorizeSystem(ctx)
  return refuseConcurrent(() =>
    withSystem(ctx, async (tx) => {
      const runningId = await queries.findRunning(tx, run, run.organisationId ?? null)
      return runningId ?? insertRun(tx, ctx, run, null)
    }),
  )
}

const lookBackMonths = 3

/**
 * Starts the final run of the previous month once its grace period is over, unless it exists. An organisation left
 * behind, because its usage was recorded only afterwards, gets a run of its own. A month that could be billed before rows
 * were lost may have invoices that no row knows: staff compare them and start its run. Returns whether it started one.
 */
export async function startDueRun(ctx: OpContext): Promise<boolean> {
  authorizeSystem(ctx)
  const period = periodAfter(periodOf(ctx.now), -1)
  if (ctx.now < closesAt(period)) return false
  try {
    return await withSystem(ctx, async (tx) => {
      if (!(await queries.hasSeller(tx))) return false
      if (await isHeldBack(tx, period)) return false
      const hasRun = await queries.hasRun(tx, period, 'final')
      const run = hasRun ? await findLeftBehind(tx, period) : ({ period, mode: 'final' } as const)
      if (!run) return false
      const id = await insertRun(tx, ctx, run, null)
      await enqueue(tx, 'bill_organisations', { runId: id }, `bill:${id}`)
      return true
    })
  } catch (error) {
    // Another worker started it.
    if (violatedConstraint(error) === 'billing_runs_one_at_a_time') return false
    throw error
  }
}

async function findLeftBehind(tx: Tx, last: string): Promise<NewRun | null> {
  let period = last
  for (let count = 0; count < lookBackMonths; count += 1) {
    const organisationId = await queries.findLeftBehind(tx, monthOf(period))
    if (organisationId) return { period, mode: 'final', organisationId }
    period = periodAfter(period, -1)
  }
  return null
}

async function insertRun(
  tx: Tx,
  ctx: OpContext,
  { period, mode, organisationId }: NewRun,
  staffId: Id<'staff'> | null,
): Promise<Id<'billingRun'>> {
  const month = monthOf(period)
  if (ctx.now < (mode === 'final' ? closesAt(period) : month.to))
    throw new DomainError('state_forbids', { field: 'period', params: { period } })
  const id = newId('billingRun', ctx.now.getTime())
  const previousPeriod = periodAfter(period, -1)
  await queries.insertRun(tx, {
    id,
    period,
    mode,
    state: 'running',
    scope: organisationId ? 'one' : 'all',
    requestedByStaffId: staffId,
    startedAt: ctx.now,
  })
  await queries.insertRunItems(
    tx,
    { id, ...month, previousPeriod, periodBeforeThat: periodAfter(previousPeriod, -1) },
    organisationId ?? null,
  )
  await recordAudit(tx, ctx, 'billing_run.started', {
    organisationId: null,
    kind: 'billing_run',
    id,
    details: { period, mode },
  })
  return id
}

async function refuseConcurrent<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (violatedConstraint(error) === 'billing_runs_one_at_a_time')
      throw new DomainError('already_exists', { field: 'period', cause: error })
    throw error
  }
}
