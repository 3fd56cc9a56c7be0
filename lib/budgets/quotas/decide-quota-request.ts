import type { z } from 'zod'
import { type Tx, withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { closeCase, recordVisit } from '~/lib/moderation'
import type { acceptQuotaRequestInput, refuseQuotaRequestInput } from '../schema'
import type { QuotaQueueEntry } from '../views'
import { notifyQuotaAnswer } from './notify-quota-answer'
import {
  countDecided,
  findQuotaCase,
  findQuotaRequest,
  lockQuota,
  type QuotaRequestRow,
  setQuota,
  updateQuotaRequest,
} from './queries/quota-requests'

/**
 * One request for the moderator; the view is recorded in the customer's journal. @throws DomainError
 * `not_found`
 */
export async function readQuotaCase(ctx: OpContext, requestId: Id<'quotaRequest'>): Promise<QuotaQueueEntry> {
  const staffId = authorizeStaff(ctx, 'moderation:read')
  return withStaff(ctx, async (tx) => {
    const row = await findQuotaCase(tx, requestId)
    if (!row) throw new DomainError('not_found')
    const { request, ...names } = row
    await recordVisit(tx, ctx, request.organisationId, staffId)
    return {
      id: request.id,
      organisationId: request.organisationId,
      projectId: request.projectId,
      resource: request.resource,
      limitAsked: request.limitAsked,
      reason: request.reason,
      facts: request.facts,
      createdAt: request.createdAt.toISOString(),
      ...names,
    }
  })
}

/** How many requests since then the rule accepted, and how many people decided. */
export async function countQuotaDecisions(
  ctx: OpContext,
  since: Date,
): Promise<{ byRule: number; byPeople: number }> {
  authorizeStaff(ctx, 'moderation:read')
  const rows = await withStaff(ctx, (tx) => countDecided(tx, since))
  const of = (state: string) => rows.find((row) => row.state === state)?.count ?? 0
  return { byRule: of('accepted_by_rule'), byPeople: of('accepted') + of('refused') }
}

/**
 * Accepts the request and sets the limit. @throws DomainError `not_found`, `conflict` (decided meanwhile,
 * `below_used`)
 */
export async function acceptQuotaRequest(
  ctx: OpContext,
  { requestId }: z.output<typeof acceptQuotaRequestInput>,
): Promise<void> {
  authorizeStaff(ctx, 'moderation:decide')
  await decided(ctx, requestId, { state: 'accepted' }, async (tx, request, quota) => {
    if (request.limitAsked < quota.used)
      throw new DomainError('conflict', { params: { reason: 'below_used', used: `${quota.used}` } })
    await setQuota(tx, request, request.limitAsked)
  })
}

/** Refuses the request; the requester sees the reason. @throws DomainError `not_found`, `conflict` */
export async function refuseQuotaRequest(
  ctx: OpContext,
  { requestId, reason }: z.output<typeof refuseQuotaRequestInput>,
): Promise<void> {
  authorizeStaff(ctx, 'moderation:decide')
  await decided(ctx, requestId, { state: 'refused', answer: reason }, async () => undefined)
}

async function decided(
  ctx: OpContext,
  requestId: Id<'quotaRequest'>,
  to: Pick<QuotaRequestRow, 'state'> & Partial<QuotaRequestRow>,
  apply: (tx: Tx, request: QuotaRequestRow, quota: { limit: number; used: number }) => Promise<void>,
): Promise<void> {
  const staffId = ctx.actor.kind === 'staff' ? ctx.actor.staffId : null
  await withStaff(ctx, async (tx) => {
    const request = await findQuotaRequest(tx, requestId)
    if (!request) throw new DomainError('not_found')
    const quota = await lockQuota(tx, request)
    const set = { ...to, staffId, decidedAt: ctx.now }
    if (!(await updateQuotaRequest(tx, requestId, ['pending'], set)))
      throw new DomainError('conflict', { params: { reason: 'decided_meanwhile' } })
    await closeCase(tx, ctx, requestId, to.state === 'accepted' ? 'accepted' : 'refused')
    await apply(tx, request, quota)
    await notifyQuotaAnswer(tx, ctx, { ...request, ...set }, quota.limit)
  })
}
