import type { z } from 'zod'
import { withOrganisation } from '~/db/client'
import { lockCount } from '~/db/lock-count'
import { recordAudit } from '~/lib/audit'
import { authorize, findOpenProject } from '~/lib/identity'
import { listProjectRows } from '~/lib/identity/rows'
import { DomainError, sqlState, violatedConstraint } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { periodOf } from '~/lib/kernel/time/paris-month'
import { committedByTags, monthToDateByTags } from '~/lib/usage'
import type { changeBudgetInput, createBudgetInput, endBudgetInput } from '../schema'
import { centsWithin, tagKeysOf } from './budget-rules'
import { insertBudget, listAlerts, listBudgets, lockBudget, updateBudget } from './queries/budgets'

const budgetsMax = 50

export type BudgetView = {
  id: Id<'budget'>
  name: string
  project: { id: Id<'project'>; name: string } | null
  tag: string | null
  monthlyCents: string
  thresholds: number[]
  isHard: boolean
  /** The month in which it was created. */
  since: string
  /** Used since the first of this month in Paris. */
  spentCents: string
  /** Price of all its resources over a full month. */
  committedCents: string
  /** Thresholds notified this month. */
  reached: number[]
}

/** Every current budget with its spent and committed amounts. */
export async function readBudgets(ctx: OpContext): Promise<BudgetView[]> {
  authorize(ctx, 'budget:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const rows = await listBudgets(tx, organisationId)
    const tagKeys = tagKeysOf(rows)
    const [projects, spent, committed] = await Promise.all([
      listProjectRows(tx, organisationId),
      monthToDateByTags(tx, organisationId, ctx.now, tagKeys),
      committedByTags(tx, organisationId, ctx.now, tagKeys),
    ])
    const alerts = await listAlerts(
      tx,
      rows.map(({ id }) => id),
      periodOf(ctx.now),
    )
    return rows.map((row) => {
      const project = projects.find(({ id }) => id === row.projectId)
      return {
        id: row.id,
        name: row.name,
        project: project ? { id: project.id, name: project.name } : null,
        tag: row.tag,
        monthlyCents: `${row.monthlyCents}`,
        thresholds: row.thresholds,
        isHard: row.isHard,
        since: periodOf(row.createdAt),
        spentCents: `${centsWithin(row, projects, spent)}`,
        committedCents: `${centsWithin(row, projects, committed)}`,
        reached: alerts.filter(({ budgetId }) => budgetId === row.id).map(({ threshold }) => threshold),
      }
    })
  })
}

/**
 * Creates a monthly budget: thresholds are notified, and a hard budget refuses commitments above it, from now
 * on.
 *
 * @throws DomainError `forbidden`, `name_taken`, `quota_exceeded`, `not_found`, `state_forbids`
 * (`project_archived`), `invalid_input` (a project and a tag)
 */
export async function createBudget(
  ctx: OpContext,
  input: z.output<typeof createBudgetInput>,
): Promise<{ id: Id<'budget'> }> {
  authorize(ctx, 'budget:manage')
  const { projectId = null, tag = null, name, monthlyEuros, thresholds, isHard } = input
  if (projectId && tag)
    throw new DomainError('invalid_input', { field: 'tag', params: { reason: 'budget_scope' } })
  const id = newId('budget', ctx.now.getTime())
  await named(() =>
    withOrganisation(ctx, async (tx, organisationId) => {
      if (projectId) await findOpenProject(tx, organisationId, projectId)
      await lockCount(tx, 'budgets', organisationId)
      if ((await listBudgets(tx, organisationId)).length >= budgetsMax)
        throw new DomainError('quota_exceeded', { params: { reason: 'too_many_budgets' } })
      await insertBudget(tx, {
        id,
        organisationId,
        name,
        projectId,
        tag,
        monthlyCents: BigInt(monthlyEuros) * 100n,
        thresholds,
        isHard,
        createdAt: ctx.now,
      })
      await recordAudit(tx, ctx, 'budget.created', {
        organisationId,
        kind: 'budget',
        id,
        details: { name, projectId, tag, monthlyEuros, thresholds, isHard },
      })
    }),
  )
  return { id }
}

/** Changes the budget from now on. @throws DomainError `forbidden`, `not_found`, `name_taken` */
export async function changeBudget(ctx: OpContext, input: z.output<typeof changeBudgetInput>): Promise<void> {
  authorize(ctx, 'budget:manage')
  const { budgetId, name, monthlyEuros, thresholds, isHard } = input
  await named(() =>
    withOrganisation(ctx, async (tx, organisationId) => {
      const row = await lockBudget(tx, organisationId, budgetId)
      if (!row) throw new DomainError('not_found')
      const to = {
        name,
        monthlyCents: BigInt(monthlyEuros) * 100n,
        thresholds,
        isHard,
      }
      await updateBudget(tx, budgetId, to)
      const auditDetails = ({ name, monthlyCents, thresholds, isHard }: typeof to) => ({
        name,
        monthlyCents: `${monthlyCents}`,
        thresholds,
        isHard,
      })
      await recordAudit(tx, ctx, 'budget.changed', {
        organisationId,
        kind: 'budget',
        id: budgetId,
        details: { from: auditDetails(row), to: auditDetails(to) },
      })
    }),
  )
}

/** Ends the budget: no more alerts and refusals. @throws DomainError `forbidden`, `not_found` */
export async function endBudget(
  ctx: OpContext,
  { budgetId }: z.output<typeof endBudgetInput>,
): Promise<void> {
  authorize(ctx, 'budget:manage')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const row = await lockBudget(tx, organisationId, budgetId)
    if (!row) throw new DomainError('not_found')
    await updateBudget(tx, budgetId, { endedAt: ctx.now })
    await recordAudit(tx, ctx, 'budget.ended', {
      organisationId,
      kind: 'budget',
      id: budgetId,
      details: { name: row.name },
    })
  })
}

async function named<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (sqlState(error) === '23505' && violatedConstraint(error) === 'budgets_name')
      throw new DomainError('name_taken', { field: 'name', cause: error })
    throw error
  }
}
