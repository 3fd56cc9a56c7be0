import { z } from 'zod'
import {
  addAlertRecipient,
  changeBudget,
  createBudget,
  endBudget,
  listAlertRecipients,
  listQuotaRequests,
  readBudgets,
  removeAlertRecipient,
  requestQuota,
  withdrawQuotaRequest,
} from '~/lib/budgets'
import {
  addRecipientInput,
  changeBudgetInput,
  createBudgetInput,
  endBudgetInput,
  removeRecipientInput,
  requestQuotaInput,
  withdrawQuotaRequestInput,
} from '~/lib/budgets/schema'
import { shareQuota } from '~/lib/identity'
import { shareQuotaInput } from '~/lib/identity/schema'
import { idField } from '~/lib/kernel/id-field'
import { quotaResources } from '~/lib/kernel/quota-resources'
import { listProjectSummaries } from '~/lib/resources'
import { pageFrom } from '../cursor'
import { defineChange } from '../define-change'
import { defineOperation } from '../define-operation'
import { euros, instant, money, named, pageOf, pageQuery } from '../fields'

const resource = z.enum(quotaResources)
/** Programs send numbers, not the text of a form. */
const thresholds = z
  .array(z.int().min(1).max(200))
  .max(6, 'budget_thresholds')
  .transform((values) => [...new Set(values)].sort((a, b) => a - b))
  .describe('Percent of the amount at which people are notified.')

const budgetAnswer = z
  .object({
    id: idField('budget'),
    name: z.string(),
    project: named(idField('project')).nullable(),
    tag: z.string().nullable(),
    monthly: money.describe('Its amount for a month, without VAT.'),
    thresholds: z.array(z.int()),
    isHard: z.boolean().describe('Orders beyond it are refused.'),
    spent: money.describe('This month so far.'),
    committed: money.describe('What the running resources cost in a full month.'),
    reached: z.array(z.int()).describe('Thresholds that this month has passed.'),
  })
  .meta({ id: 'Budget', description: 'A monthly amount that is watched.' })

export const budgets = [
  defineOperation({
    id: 'listBudgets',
    method: 'GET',
    path: '/v1/budgets',
    tag: 'budgets',
    summary: 'List budgets, the newest first',
    permission: 'budget:read',
    query: pageQuery,
    status: 200,
    answer: pageOf(budgetAnswer),
    async run({ ctx, query }) {
      const all = (await readBudgets(ctx)).map((budget) => ({
        ...budget,
        monthly: euros(budget.monthlyCents),
        spent: euros(budget.spentCents),
        committed: euros(budget.committedCents),
      }))
      return pageFrom(ctx, { name: 'budgets', filter: null }, all, query)
    },
  }),
  defineChange({
    id: 'createBudget',
    path: '/v1/budgets',
    tag: 'budgets',
    summary: 'Create a budget for the organisation, a project or a tag',
    permission: 'budget:manage',
    input: createBudgetInput.extend({ thresholds }),
    status: 201,
    answer: z.object({ id: idField('budget') }),
    run: createBudget,
  }),
  defineChange({
    id: 'changeBudget',
    method: 'PATCH',
    path: '/v1/budgets/{budgetId}',
    tag: 'budgets',
    summary: 'Change a budget',
    description: 'With all its fields.',
    permission: 'budget:manage',
    input: changeBudgetInput.extend({ thresholds }),
    run: changeBudget,
  }),
  defineChange({
    id: 'endBudget',
    method: 'DELETE',
    path: '/v1/budgets/{budgetId}',
    tag: 'budgets',
    summary: 'Delete a budget',
    permission: 'budget:manage',
    input: endBudgetInput,
    run: endBudget,
  }),
  defineOperation({
    id: 'listAlertRecipients',
    method: 'GET',
    path: '/v1/alert-recipients',
    tag: 'budgets',
    summary: 'List addresses that receive budget alerts, the newest first',
    permission: 'budget:read',
    query: pageQuery,
    status: 200,
    answer: pageOf(
      z.object({
        id: idField('alertRecipient'),
        email: z.string(),
        isConfirmed: z.boolean(),
        createdAt: instant,
      }),
    ),
    run: async ({ ctx, query }) =>
      pageFrom(ctx, { name: 'alert-recipients', filter: null }, await listAlertRecipients(ctx), query),
  }),
  defineChange({
    id: 'addAlertRecipient',
    path: '/v1/alert-recipients',
    tag: 'budgets',
    summary: 'Send budget alerts to another address',
    description: 'The address confirms it by a link.',
    permission: 'budget:manage',
    asksProof: true,
    input: addRecipientInput,
    run: addAlertRecipient,
  }),
  defineChange({
    id: 'removeAlertRecipient',
    method: 'DELETE',
    path: '/v1/alert-recipients/{recipientId}',
    tag: 'budgets',
    summary: 'Stop sending budget alerts to an address',
    permission: 'budget:manage',
    input: removeRecipientInput,
    run: removeAlertRecipient,
  }),
  defineOperation({
    id: 'listQuotas',
    method: 'GET',
    path: '/v1/quotas',
    tag: 'budgets',
    summary: 'List the quotas of each project and what is used',
    permission: 'project:read',
    query: pageQuery,
    status: 200,
    answer: pageOf(
      z.object({
        id: idField('project'),
        name: z.string(),
        quotas: z.array(z.object({ resource, limit: z.int(), used: z.int() })),
        monthToDate: money,
        committed: money.describe('What its running resources cost in a full month.'),
      }),
    ),
    async run({ ctx, query }) {
      const all = (await listProjectSummaries(ctx)).map((project) => ({
        ...project,
        monthToDate: euros(project.monthToDateCents),
        committed: euros(project.committedCents),
      }))
      return pageFrom(ctx, { name: 'quotas', filter: null }, all, query)
    },
  }),
  defineChange({
    id: 'shareQuota',
    path: '/v1/quotas/share',
    tag: 'budgets',
    summary: 'Give another project a part of the quota of a project',
    permission: 'project:manage',
    input: shareQuotaInput,
    run: shareQuota,
  }),
  defineOperation({
    id: 'listQuotaRequests',
    method: 'GET',
    path: '/v1/projects/{projectId}/quota-requests',
    tag: 'budgets',
    summary: 'List requests for a larger quota, the newest first',
    permission: 'project:read',
    params: { projectId: idField('project') },
    query: pageQuery,
    status: 200,
    answer: pageOf(
      z.object({
        id: idField('quotaRequest'),
        resource,
        limitAsked: z.int(),
        reason: z.string(),
        state: z.string(),
        answer: z.string(),
        createdAt: instant,
        decidedAt: instant.nullable(),
      }),
    ),
    run: async ({ ctx, params: { projectId }, query }) =>
      pageFrom(
        ctx,
        { name: 'quota-requests', filter: projectId },
        await listQuotaRequests(ctx, projectId),
        query,
      ),
  }),
  defineChange({
    id: 'requestQuota',
    path: '/v1/projects/{projectId}/quota-requests',
    tag: 'budgets',
    summary: 'Ask the operator for a larger quota',
    permission: 'quota:request',
    input: requestQuotaInput,
    status: 201,
    answer: z.object({ id: idField('quotaRequest') }),
    run: requestQuota,
  }),
  defineChange({
    id: 'withdrawQuotaRequest',
    method: 'DELETE',
    path: '/v1/quota-requests/{requestId}',
    tag: 'budgets',
    summary: 'Withdraw a request for a larger quota',
    permission: 'quota:request',
    input: withdrawQuotaRequestInput,
    run: withdrawQuotaRequest,
  }),
]
