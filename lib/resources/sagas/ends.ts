import type { Tx } from '~/db/client'
import type { VolumeState } from '~/db/schema/resources/compute'
import { recordAudit } from '~/lib/audit'
import { enqueue } from '~/lib/jobs'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { endAllocation } from '~/lib/placement'
import type { SagaFailure } from '~/lib/sagas'
import { releaseOrderedAddresses } from '../addresses/ordered-addresses'
import { releaseServerAddresses } from '../addresses/release-server-addresses'
import { changeInstanceState, changeVolumeState } from '../common/change-state'
import { lockFirewallOfServer } from '../firewall/queries/rule-sets'

type Line = { organisationId: Id<'organisation'>; orderLineId: Id<'orderLine'> }

/** Enqueues the update of the order line of a resource that has been created or has failed. */
export async function enqueueOrderLineUpdate(tx: Tx, resource: Line): Promise<void> {
  const { organisationId, orderLineId } = resource
  await enqueue(tx, 'settle_order', { organisationId, orderLineId }, `settle:${orderLineId}`)
}

/**
 * Records a server that could not be created: failed, with the reason, without claim or cost, and without the
 * public address ordered with it.
 */
export async function recordInstanceFailed(
  tx: Tx,
  ctx: OpContext,
  id: Id<'instance'>,
  failure: SagaFailure,
): Promise<void> {
  await lockFirewallOfServer(tx, id)
  const instance = await changeInstanceState(tx, ctx, id, {
    from: ['creating'],
    to: 'failed',
    effectiveAt: ctx.now,
    set: { failureCode: failure.code, failureText: failure.text },
  })
  await endAllocation(tx, id, 'voided', ctx.now)
  const addresses = await releaseOrderedAddresses(tx, ctx, id)
  await releaseServerAddresses(tx, id)
  await recordAudit(tx, ctx, 'instance.provisioning_failed', {
    organisationId: instance.organisationId,
    kind: 'instance',
    id,
    details: { code: failure.code, step: failure.params.step ?? null },
  })
  for (const line of [instance, ...addresses]) await enqueueOrderLineUpdate(tx, line)
}

export async function recordVolumeFailed(
  tx: Tx,
  ctx: OpContext,
  id: Id<'volume'>,
  failure: SagaFailure,
): Promise<void> {
  const volume = await changeVolumeState(tx, ctx, id, {
    from: ['creating'],
    to: 'failed',
    effectiveAt: ctx.now,
    set: { failureCode: failure.code, failureText: failure.text },
  })
  await endAllocation(tx, id, 'voided', ctx.now)
  await recordAudit(tx, ctx, 'volume.provisioning_failed', {
    organisationId: volume.organisationId,
    kind: 'volume',
    id,
    details: { code: failure.code, step: failure.params.step ?? null },
  })
  await enqueueOrderLineUpdate(tx, volume)
}

/** Returns a volume to its stable state before a change that did not happen. */
export async function recordVolumeReverted(
  tx: Tx,
  ctx: OpContext,
  id: Id<'volume'>,
  back: { from: VolumeState; to: 'available' | 'attached' },
): Promise<void> {
  await changeVolumeState(tx, ctx, id, {
    from: [back.from],
    to: back.to,
    effectiveAt: ctx.now,
    ...(back.to === 'available' ? { set: { attachedInstanceId: null } } : {}),
  })
}
