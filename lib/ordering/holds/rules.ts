import { withOrganisation } from '~/db/client'
import { lockCount } from '~/db/lock-count'
import { recordAudit } from '~/lib/audit'
import { authorize, projectToOrderIn } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import type { AddRuleInput, DelegateInput } from '../schema'
import * as queries from './queries/holds'

const rulesMax = 50

/**
 * From the next order on, orders that match this rule wait for this many approvals.
 *
 * @throws DomainError `forbidden`, `invalid_input`
 */
export async function addSignatureRule(ctx: OpContext, input: AddRuleInput): Promise<void> {
  authorize(ctx, 'member:manage')
  await withOrganisation(ctx, async (tx, organisationId) => {
    await lockCount(tx, 'signature rules', organisationId)
    if ((await queries.listRules(tx, organisationId)).length >= rulesMax)
      throw new DomainError('invalid_input', { field: 'from', params: { reason: 'too_many_rules' } })
    const project = input.projectId ? await projectToOrderIn(tx, ctx, input.projectId) : null
    const rule = {
      id: newId('signatureRule', ctx.now.getTime()),
      organisationId,
      fromCents: input.from,
      projectId: project?.id ?? null,
      costCentre: input.costCentre?.trim() || null,
      kind: input.kind ?? null,
      approvals: input.approvals,
      createdAt: ctx.now,
    }
    await queries.insertRule(tx, rule)
    await recordAudit(tx, ctx, 'signature_rule.added', {
      organisationId,
      kind: 'signature_rule',
      id: rule.id,
      details: { ...rule, fromCents: rule.fromCents.toString(), createdAt: undefined },
    })
  })
}

/** Removes the rule for future orders; orders already waiting keep it. @throws DomainError `not_found` */
export async function removeSignatureRule(
  ctx: OpContext,
  input: { ruleId: Id<'signatureRule'> },
): Promise<void> {
  authorize(ctx, 'member:manage')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const rule = await queries.deleteRule(tx, input.ruleId)
    if (!rule) throw new DomainError('not_found')
    await recordAudit(tx, ctx, 'signature_rule.removed', {
      organisationId,
      kind: 'signature_rule',
      id: rule.id,
      details: { fromCents: rule.fromCents.toString(), approvals: rule.approvals },
    })
  })
}

/**
 * Between these days, both included, another member may decide in this approver's place.
 *
 * @throws DomainError `forbidden`, `not_found` for a person who is not a member, `invalid_input` for days in
 * the past
 */
export async function delegateApproval(ctx: OpContext, input: DelegateInput): Promise<void> {
  authorize(ctx, 'order:approve')
  const { actor } = ctx
  invariant(actor.kind === 'account', 'authorize lets accounts pass only')
  const refuse = (field: string, reason: string) =>
    new DomainError('invalid_input', { field, params: { reason } })
  if (input.endsOn < input.startsOn) throw refuse('endsOn', 'ends_before_start')
  if (input.endsOn < parisDay(ctx.now)) throw refuse('endsOn', 'day_past')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const to = await queries.findMemberAccount(tx, organisationId, input.memberId)
    if (!to) throw new DomainError('not_found')
    if (to === actor.accountId) throw refuse('memberId', 'not_oneself')
    const row = {
      id: newId('delegation', ctx.now.getTime()),
      organisationId,
      fromAccountId: actor.accountId,
      toAccountId: to,
      startsOn: input.startsOn,
      endsOn: input.endsOn,
      createdAt: ctx.now,
    }
    await queries.insertDelegation(tx, row)
    await recordAudit(tx, ctx, 'approval.delegated', {
      organisationId,
      kind: 'delegation',
      id: row.id,
      details: { to, startsOn: row.startsOn, endsOn: row.endsOn },
    })
  })
}

/** Ends the delegation. @throws DomainError `not_found` when it belongs to another approver */
export async function endDelegation(
  ctx: OpContext,
  input: { delegationId: Id<'delegation'> },
): Promise<void> {
  authorize(ctx, 'order:approve')
  const { actor } = ctx
  invariant(actor.kind === 'account', 'authorize lets accounts pass only')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const id = input.delegationId
    if (!(await queries.endDelegation(tx, id, actor.accountId, ctx.now))) throw new DomainError('not_found')
    await recordAudit(tx, ctx, 'approval.delegation_ended', { organisationId, kind: 'delegation', id })
  })
}
