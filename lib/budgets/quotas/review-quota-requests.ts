/**
 * Reconciler: reviews requests that no rule has seen. Each in a transaction of its own that locks the request,
 * so that two workers never decide the same one.
 */
import { type Tx, withSystem } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { openCase } from '~/lib/moderation'
import { notifyQuotaAnswer } from './notify-quota-answer'
import {
  findNames,
  lockQuota,
  lockSubmitted,
  measureUtilisation,
  type QuotaRequestRow,
  setQuota,
  updateQuotaRequest,
} from './queries/quota-requests'
import { decideQuota, nextTier } from './quota-rule'

const measuredDays = 7

/** Reviews every submitted request: the rule accepts it, or it waits for a moderator, who is notified. */
export async function reviewQuotaRequests(ctx: OpContext): Promise<void> {
  for (let reviewed = true; reviewed; ) {
    reviewed = await withSystem(ctx, async (tx) => {
      const request = await lockSubmitted(tx)
      if (request) await review(tx, ctx, request)
      return request !== null
    })
  }
}

async function review(tx: Tx, ctx: OpContext, request: QuotaRequestRow): Promise<void> {
  const { id, projectId, resource, limitAsked } = request
  const quota = await lockQuota(tx, request)
  const from = addSeconds(ctx.now, -measuredDays * 86_400)
  const facts = {
    ...quota,
    utilisationPercent: await measureUtilisation(tx, projectId, resource, from),
    nextTier: nextTier(resource, quota.limit),
  }
  // Claims since the request stay: a limit never falls below them.
  const isPossible = limitAsked >= quota.used
  if (isPossible && decideQuota({ resource, asked: limitAsked, facts }) === 'accept') {
    await setQuota(tx, request, limitAsked)
    const decided = { state: 'accepted_by_rule' as const, facts, decidedAt: ctx.now }
    await updateQuotaRequest(tx, id, ['submitted'], decided)
    await notifyQuotaAnswer(tx, ctx, { ...request, ...decided }, quota.limit)
    return
  }
  await updateQuotaRequest(tx, id, ['submitted'], { state: 'pending', facts })
  const { project } = await findNames(tx, request)
  await openCase(tx, ctx, {
    organisationId: request.organisationId,
    projectId,
    kind: 'quota',
    subjectId: id,
    summary: {
      resource,
      from: quota.limit,
      to: limitAsked,
      project,
      applicant: request.requestedByAccountId,
    },
  })
}
