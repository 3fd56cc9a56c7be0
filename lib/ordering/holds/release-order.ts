import { enterProject, type Tx } from '~/db/client'
import type { Obstacle } from '~/db/schema/ordering/buying'
import { recordAudit } from '~/lib/audit'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { carryOutApproved } from '../changes/release-change'
import { writeResources } from '../place/write-resources'
import { setFailure } from '../queries/changes'
import { dropOrder, endHold } from './end-hold'
import { decidedMeanwhile, type HeldOrder } from './lock-held'
import { notifyOrderer } from './notify'
import { extendedExpiry, nextRetry, obstacleTo } from './obstacle'
import { spendApprovalLinks } from './queries/approval-links'
import * as queries from './queries/holds'

export type ReleaseOutcome = 'released' | 'postponed' | 'impossible'

/**
 * With no reason left, carries the order out as placed, or the change as requested, after checking it again.
 * Stopped by a temporary obstacle it is `postponed`: it stays held with its approvals and `retryPostponed`
 * tries it again. If it is no longer possible it ends as `impossible`, with the reason.
 *
 * @throws DomainError `organisation_not_active`: the approver may act, but the buyer may be suspended by now;
 * `conflict` when the order is no longer held
 */
export async function releaseOrder(tx: Tx, ctx: OpContext, found: HeldOrder): Promise<ReleaseOutcome> {
  const { order } = found
  if (!(await queries.isBuyerActive(tx, order.organisationId)))
    throw new DomainError('organisation_not_active')
  await enterProject(tx, order.projectId)
  const refusal = await carryOut(tx, ctx, found)
  if (!refusal) return 'released'
  const obstacle = obstacleTo(refusal, order.change?.request.kind ?? null)
  if (obstacle) {
    await postpone(tx, ctx, found, obstacle)
    return 'postponed'
  }
  const { code, params } = refusal
  await setFailure(tx, order.id, { code, params })
  await dropOrder(tx, ctx, found, 'impossible')
  return 'impossible'
}

/** Returns the refusal, with everything rolled back. */
async function carryOut(tx: Tx, ctx: OpContext, found: HeldOrder): Promise<DomainError | null> {
  const { order, held } = found
  try {
    await tx.transaction(async (within) => {
      if (order.change) {
        // First: a waiting change counts against the limits that it is compared with.
        await endHold(within, ctx, found, 'released')
        const place = { obstructedAt: held.obstructedAt ?? ctx.now, orderId: order.id }
        await carryOutApproved(within, ctx, { ...order, change: order.change }, place)
        return
      }
      const kept = await queries.callKeepHold(within, order.organisationId, held.resourceIds)
      invariant(kept === held.resourceIds.length, 'a held order holds the capacity of all it would be')
      await writeResources(within, ctx, order, held.plan)
      await endHold(within, ctx, found, 'released')
    })
    return null
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}

/**
 * Stays held until it expires. The first time it gets at least a day, the orderer is notified, and approvers
 * get no more requests.
 */
async function postpone(tx: Tx, ctx: OpContext, { order, held }: HeldOrder, obstacle: Obstacle) {
  const obstructedAt = held.obstructedAt ?? ctx.now
  const expiresAt = held.obstructedAt ? held.expiresAt : extendedExpiry(held.expiresAt, ctx.now)
  const obstructed = { obstacle, obstructedAt, retryAt: nextRetry(ctx.now), expiresAt }
  if (!(await queries.setObstacle(tx, order.id, obstructed))) throw decidedMeanwhile()
  if (held.obstructedAt) return
  await spendApprovalLinks(tx, order.id, ctx.now)
  await recordAudit(tx, ctx, 'order.postponed', {
    organisationId: order.organisationId,
    kind: 'order',
    id: order.id,
    details: { number: order.number, obstacle },
  })
  await notifyOrderer(tx, ctx, order, 'postponed', '')
}
