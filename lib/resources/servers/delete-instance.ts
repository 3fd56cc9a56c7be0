import type { Tx } from '~/db/client'
import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { requireExitOnDeletion } from '~/lib/usage'
import { assertAllowed } from '../common/assert-allowed'
import { changeInstanceState, changeVolumeState } from '../common/change-state'
import { lockAttachedVolumes, lockInstance } from '../common/lock-resource'
import { forgetRulesOfServer, lockFirewallOfServer } from '../firewall/queries/rule-sets'
import { purgeLostServer } from '../losses/purge-lost-server'
import { type InstanceRow, selectInstanceRow, type VolumeRow } from '../queries/resources'
import { recordSaga } from '../sagas/record-saga'
import { instanceCan } from './instance-can'

export type Deletion = { outcome: 'deleting'; sagaId: Id<'saga'> } | { outcome: 'removed' }

/**
 * Starts deleting the server: stopped, compute not billed, kept for 72 hours during which it can be restored.
 * Its volumes remain: `detachVolumes` detaches them first, otherwise attached volumes refuse the deletion. A
 * failed server has no claim and is removed from the list at once; of a lost one nothing is left to keep. A server with a commitment owes the
 * early-end price when it is erased; the caller confirms it in `acceptedExitCents`.
 *
 * @throws DomainError `proof_required`, `not_found`, `protected`, `state_forbids`, `conflict` (the price has
 * changed)
 */
export async function deleteInstance(
  ctx: OpContext,
  input: { instanceId: Id<'instance'>; detachVolumes: boolean; acceptedExitCents?: string | undefined },
): Promise<Deletion> {
  authorize(ctx, 'instance:delete')
  await requireFreshProof(ctx)
  return withOrganisation(ctx, async (tx) => {
    // Its rules end at once; a server that failed stays so.
    const known = await selectInstanceRow(tx, input.instanceId)
    if (known?.state === 'failed') await lockFirewallOfServer(tx, input.instanceId)
    const instance = await lockInstance(tx, input.instanceId)
    assertAllowed(instanceCan.delete(instance), instance)
    const volumes = await lockAttachedVolumes(tx, instance.id)
    refuseVolumes(volumes, input.detachVolumes)
    // A commitment to a server that we lost ends without a price.
    if (instance.state !== 'lost') await requireExitOnDeletion(tx, ctx, instance, input.acceptedExitCents)
    await recordAudit(tx, ctx, 'instance.deleted', {
      organisationId: instance.organisationId,
      kind: 'instance',
      id: instance.id,
      details: { name: instance.name, volumes: volumes.map((volume) => volume.id) },
    })
    if (instance.state === 'failed') {
      await changeInstanceState(tx, ctx, instance.id, {
        from: ['failed'],
        to: 'purged',
        effectiveAt: ctx.now,
      })
      await forgetRulesOfServer(tx, instance.id)
      return { outcome: 'removed' }
    }
    if (instance.state === 'lost')
      return { outcome: 'deleting', sagaId: await purgeLostServer(tx, ctx, instance, volumes) }
    for (const volume of volumes) await detach(tx, ctx, volume, instance)
    await changeInstanceState(tx, ctx, instance.id, {
      from: ['running', 'stopped'],
      to: 'stopping',
      effectiveAt: ctx.now,
    })
    const sagaId = await recordSaga(tx, ctx, {
      kind: 'delete_instance',
      organisationId: instance.organisationId,
      resourceKind: 'instance',
      resourceId: instance.id,
      input: {},
    })
    return { outcome: 'deleting', sagaId }
  })
}

function refuseVolumes(volumes: readonly VolumeRow[], mayDetach: boolean): void {
  if (volumes.some((volume) => volume.state !== 'attached')) {
    throw new DomainError('state_forbids', { params: { reason: 'volume_changing' } })
  }
  if (volumes.length > 0 && !mayDetach) {
    throw new DomainError('state_forbids', {
      params: { reason: 'has_volumes', count: String(volumes.length) },
    })
  }
}

async function detach(tx: Tx, ctx: OpContext, volume: VolumeRow, instance: InstanceRow): Promise<void> {
  const { organisationId } = instance
  await changeVolumeState(tx, ctx, volume.id, {
    from: ['attached'],
    to: 'detaching',
    effectiveAt: ctx.now,
  })
  await recordAudit(tx, ctx, 'volume.detach_requested', {
    organisationId,
    kind: 'volume',
    id: volume.id,
    details: { instanceId: instance.id },
  })
  await recordSaga(tx, ctx, {
    kind: 'detach_volume',
    organisationId,
    resourceKind: 'volume',
    resourceId: volume.id,
    input: { instanceId: instance.id },
  })
}
