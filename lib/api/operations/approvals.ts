import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { answerCase } from '~/lib/moderation'
import { answerCaseInput } from '~/lib/moderation/schema'
import {
  addSignatureRule,
  decideOrder,
  delegateApproval,
  endDelegation,
  readApprovals,
  removeSignatureRule,
} from '~/lib/ordering'
import {
  addRuleInput,
  decideOrderInput,
  delegateInput,
  endDelegationInput,
  removeRuleInput,
} from '~/lib/ordering/schema'
import { defineChange } from '../define-change'
import { defineOperation } from '../define-operation'
import { euros, instant, money } from '../fields'

export const approvals = [
  defineOperation({
    id: 'listApprovals',
    method: 'GET',
    path: '/v1/approvals',
    tag: 'approvals',
    summary: 'List orders that wait for approval, the rules of approval and its delegations',
    permission: 'order:read',
    status: 200,
    answer: z
      .object({
        waiting: z.array(
          z.object({
            orderId: idField('order'),
            number: z.string(),
            project: z.string(),
            placedBy: z.string().nullable(),
            monthlyPrice: money,
            approvalsNeeded: z.int(),
            approvalsGiven: z.int(),
            heldAt: instant,
            expiresAt: instant,
            mayDecide: z.boolean(),
          }),
        ),
        rules: z.array(
          z.object({
            id: z.string(),
            from: money.describe('Orders from this monthly price.'),
            project: z.string().nullable(),
            costCentre: z.string().nullable(),
            kind: z.string().nullable(),
            approvals: z.int(),
          }),
        ),
        delegations: z.array(
          z.object({
            id: z.string(),
            from: z.string(),
            to: z.string(),
            startsOn: z.string(),
            endsOn: z.string(),
          }),
        ),
      })
      .meta({ id: 'Approvals' }),
    async run({ ctx }) {
      const { waiting, rules, delegations } = await readApprovals(ctx)
      return {
        waiting: waiting.map((order) => ({ ...order, monthlyPrice: euros(order.monthlyCents) })),
        rules: rules.map((rule) => ({ ...rule, from: euros(rule.fromCents) })),
        delegations,
      }
    },
  }),
  defineChange({
    id: 'decideOrder',
    path: '/v1/orders/{orderId}/decision',
    tag: 'approvals',
    summary: 'Approve or reject an order that waits',
    description: '`contentHash` is the one that `getOrder` gave: an order that has changed is not decided.',
    permission: 'order:read',
    input: decideOrderInput,
    answer: z.object({ outcome: z.string() }),
    run: decideOrder,
  }),
  defineChange({
    id: 'answerCase',
    path: '/v1/cases/{caseId}/answer',
    tag: 'approvals',
    summary: 'Answer the operator’s question about an order',
    permission: 'order:read',
    input: answerCaseInput,
    run: answerCase,
  }),
  defineChange({
    id: 'addSignatureRule',
    path: '/v1/signature-rules',
    tag: 'approvals',
    summary: 'Ask for approvals of orders from an amount',
    permission: 'member:manage',
    input: addRuleInput,
    run: addSignatureRule,
  }),
  defineChange({
    id: 'removeSignatureRule',
    method: 'DELETE',
    path: '/v1/signature-rules/{ruleId}',
    tag: 'approvals',
    summary: 'Remove a rule of approval',
    permission: 'member:manage',
    input: removeRuleInput,
    run: removeSignatureRule,
  }),
  defineChange({
    id: 'delegateApproval',
    path: '/v1/delegations',
    tag: 'approvals',
    summary: 'Let another member approve for some days',
    permission: 'order:approve',
    input: delegateInput,
    run: delegateApproval,
  }),
  defineChange({
    id: 'endDelegation',
    method: 'DELETE',
    path: '/v1/delegations/{delegationId}',
    tag: 'approvals',
    summary: 'End a delegation',
    permission: 'order:approve',
    input: endDelegationInput,
    run: endDelegation,
  }),
]
