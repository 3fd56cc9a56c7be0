import type { z } from 'zod'
import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, findOpenProject } from '~/lib/identity'
import { DomainError, invariant, sqlState } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { closeCase, readWait } from '~/lib/moderation'
import type { requestQuotaInput, withdrawQuotaRequestInput } from '../schema'
import type { QuotaRequestView } from '../views'
import {
  findQuotaRequest,
  listQuotaRequests as findQuotaRequests,
  insertQuotaRequest,
  readQuota,
  updateQuotaRequest,
} from './queries/quota-requests'

const shownMax = 20

/**
 * Requests another limit; within seconds a rule accepts it or a moderator is notified. One open request per
 * resource of a project.
 *
 * @throws DomainError `forbidden`, `not_found`, `state_forbids` (`project_archived`), `already_exists`,
 * `invalid_input` (`quota_unchanged`, `below_used` with the use)
 */
export async function requestQuota(
  ctx: OpContext,
  input: z.output<typeof requestQuotaInput>,
): Promise<{ id: Id<'quotaRequest'> }> {
  authorize(ctx, 'quota:request', input.projectId)
  invariant(ctx.actor.kind === 'account', 'authorize lets accounts pass only')
  const { accountId } = ctx.actor
  const { projectId, resource, limit, reason } = input
  const id = newId('quotaRequest', ctx.now.getTime())
  try {
    await withOrganisation(ctx, async (tx, organisationId) => {
      await findOpenProject(tx, organisationId, projectId)
      const quota = await readQuota(tx, { organisationId, projectId, resource })
      if (limit === quota.limit) throw refuse('quota_unchanged')
      if (limit < quota.used) throw refuse('below_used', { used: `${quota.used}` })
      await insertQuotaRequest(tx, {
        id,
        organisationId,
        projectId,
        resource,
        limitAsked: limit,
        reason,
        state: 'submitted',
        requestedByAccountId: accountId,
        createdAt: ctx.now,
      })
      await recordAudit(tx, ctx, 'quota.requested', {
        organisationId,
        kind: 'project',
        id: projectId,
        details: { resource, from: quota.limit, to: limit, reason },
      })
    })
  } catch (error) {
    if (sqlState(error) === '23505')
      throw new DomainError('already_exists', { params: { reason: 'quota_asked' }, cause: error })
    throw error
  }
  return { id }
}

const refuse = (reason: string, params: Record<string, string> = {}) =>
  new DomainError('invalid_input', { field: 'limit', params: { reason, ...params } })

/** Withdraws the request. @throws DomainError `forbidden`, `not_found`, `conflict` (decided meanwhile) */
export async function withdrawQuotaRequest(
  ctx: OpContext,
  { requestId }: z.output<typeof withdrawQuotaRequestInput>,
): Promise<void> {
  authorize(ctx, 'quota:request')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const request = await findQuotaRequest(tx, requestId)
    if (!request) throw new DomainError('not_found')
    authorize(ctx, 'quota:request', request.projectId)
    const set = { state: 'withdrawn' as const, decidedAt: ctx.now }
    if (!(await updateQuotaRequest(tx, requestId, ['submitted', 'pending'], set)))
      throw new DomainError('conflict', { params: { reason: 'decided_meanwhile' } })
    await closeCase(tx, ctx, requestId, 'withdrawn')
    await recordAudit(tx, ctx, 'quota.request_withdrawn', {
      organisationId,
      kind: 'project',
      id: request.projectId,
      details: { resource: request.resource, to: request.limitAsked },
    })
  })
}

/** The project's requests and their results, the newest first. */
export async function listQuotaRequests(
  ctx: OpContext,
  projectId: Id<'project'>,
): Promise<QuotaRequestView[]> {
  authorize(ctx, 'project:read')
  return withOrganisation(ctx, async (tx) => {
    const views: QuotaRequestView[] = []
    for (const { request, requestedBy } of await findQuotaRequests(tx, projectId, shownMax)) {
      views.push({
        id: request.id,
        resource: request.resource,
        limitAsked: request.limitAsked,
        reason: request.reason,
        state: request.state,
        answer: request.answer,
        requestedBy,
        createdAt: request.createdAt.toISOString(),
        decidedAt: request.decidedAt?.toISOString() ?? null,
        wait: request.state === 'pending' ? await readWait(tx, request.id, ['quota'], ctx.now) : null,
      })
    }
    return views
  })
}
