import { type Tx, withOrganisation } from '~/db/client'
import type { ChangeRequest } from '~/db/schema/ordering/changes'
import { authorize, limitOrders } from '~/lib/identity'
import { retryConflicts } from '~/lib/kernel/concurrency/retry-conflicts'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type CostlyChange, type DoneChange, requireScheduleProof, type WaitingChange } from '~/lib/resources'
import { findReferencesOfResource } from '../queries/changes'
import { findBuyerForUpdate } from '../queries/place'
import { lockByNumbers } from '../queries/purchase-orders'
import { carryOutChange } from './carry-out'
import { judgeChange, MustWaitError } from './judge-change'
import { recordCostChange } from './record-cost-change'

export type ChangeOutcome = DoneChange | WaitingChange

/**
 * Entry point of every change of a resource that may cost more. A change that costs no more is carried out at
 * once. One that costs more is judged like an order of that amount, together with the day's commitments: it is
 * carried out at once, or waits (`held`) for approvals, its purchase order or a moderator. A held change
 * counts against the limit of orders, because people have to decide it.
 *
 * @throws DomainError `proof_required` (a schedule that keeps fewer copies than exist), those of the change,
 * `spending_cap_exceeded`, `budget_exceeded`, `state_forbids` (`change_waits`, `too_many_changes_wait`,
 * `legal_versions_outdated`), `no_seller`, `rate_limited`
 */
export async function requestChange(ctx: OpContext, request: ChangeRequest): Promise<ChangeOutcome> {
  const organisationId = authorize(ctx, 'instance:operate')
  if (request.kind === 'schedule_snapshots' || request.kind === 'schedule_backups') {
    const kind = request.kind === 'schedule_backups' ? 'backup' : 'snapshot'
    await requireScheduleProof(ctx, { volumeId: request.volumeId, kind }, request.keep)
  }
  const carryOut = (mayWait: boolean) =>
    retryConflicts(() =>
      withOrganisation(ctx, (tx) => judgeAndCarryOut(tx, ctx, request, { organisationId, mayWait })),
    )
  try {
    return await carryOut(false)
  } catch (error) {
    if (!(error instanceof MustWaitError)) throw error
  }
  // The limit is counted without an open transaction.
  await limitOrders(ctx, organisationId)
  return carryOut(true)
}

async function judgeAndCarryOut(
  tx: Tx,
  ctx: OpContext,
  request: ChangeRequest,
  { organisationId, mayWait }: { organisationId: Id<'organisation'>; mayWait: boolean },
): Promise<ChangeOutcome> {
  // Locked before the resource, as orders and amendments do: sums and ceilings are compared by one transaction
  // at a time.
  const buyer = await findBuyerForUpdate(tx, organisationId)
  const id = 'instanceId' in request ? request.instanceId : request.volumeId
  const { purchaseOrderNumber } = await findReferencesOfResource(tx, id)
  if (purchaseOrderNumber) await lockByNumbers(tx, organisationId, [purchaseOrderNumber])
  const passed: { change?: CostlyChange } = {}
  const outcome = await carryOutChange(tx, ctx, request, async (within, by, change) => {
    const waiting = await judgeChange(within, by, request, change, { buyer, mayWait })
    if (!waiting) passed.change = change
    return waiting
  })
  if (outcome.outcome === 'done' && passed.change)
    await recordCostChange(tx, ctx, passed.change, outcome.sagaId, null)
  return outcome
}
