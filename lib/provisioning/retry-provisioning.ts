import type { Tx } from '~/db/client'
import { withOrganisation } from '~/db/client'
import { findVolumeOfCreation } from '~/db/queries/provisioning/request-facts'
import { recordAudit } from '~/lib/audit'
import { findBundle } from '~/lib/catalogue'
import {
  changeInstanceState,
  changeVolumeState,
  type InstanceRow,
  instanceCan,
  lockInstance,
  lockVolume,
  refuseUnless,
  type VolumeRow,
} from '~/lib/compute'
import { authorize } from '~/lib/identity'
import { claimCapacity } from '~/lib/inventory'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import type { OpContext } from '~/lib/kernel/op-context'
import { recordSaga } from './record-saga'
import { refuseOverCap } from './refuse-over-cap'
import type { Requested } from './request-instance-change'

/**
 * A server that failed to start is `creating` again in the same zone, perhaps on another host, with the
 * volume of its bundle: same resource, same order line, new claim. Another zone is a new order.
 *
 * @throws DomainError `not_found`, `state_forbids`, `name_taken`, `insufficient_capacity`, `quota_exceeded`,
 *   `spending_cap_exceeded`
 */
export async function retryProvisioning(
  ctx: OpContext,
  input: { instanceId: Id<'instance'> },
): Promise<Requested> {
  authorize(ctx, 'order:place')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const instance = await lockInstance(tx, input.instanceId)
    refuseUnless(instanceCan.retry(instance), instance)
    const volumeId = await findVolumeOfCreation(tx, instance.id)
    const volume = volumeId ? await lockVolume(tx, volumeId) : null
    const bundle = await findBundle(tx, instance.bundleId, ctx.now)
    invariant(bundle, `bundle ${instance.bundleId} of a server exists`)
    await refuseOverCap(tx, organisationId, monthlyCents(bundle.microCentsPerHour), ctx.now)
    const place = await claim(tx, ctx, instance, volume, bundle)
    await changeInstanceState(tx, ctx, instance.id, {
      from: instanceCan.retry.states,
      to: 'creating',
      effectiveAt: ctx.now,
      set: { ...place.instance, failureCode: null, failureText: null },
    })
    if (volume) {
      await changeVolumeState(tx, ctx, volume.id, {
        from: ['failed'],
        to: 'creating',
        effectiveAt: ctx.now,
        set: { poolId: place.poolId ?? volume.poolId, failureCode: null, failureText: null },
      })
    }
    await recordAudit(tx, ctx, 'instance.retry_requested', {
      organisationId,
      kind: 'instance',
      id: instance.id,
    })
    const sagaId = await recordSaga(tx, ctx, {
      kind: 'create_instance',
      organisationId,
      resourceKind: 'instance',
      resourceId: instance.id,
      input: volume ? { volumeId: volume.id } : {},
    })
    return { sagaId }
  })
}

async function claim(
  tx: Tx,
  ctx: OpContext,
  instance: InstanceRow,
  volume: VolumeRow | null,
  size: { vcpu: number; memoryMib: number; rootDiskGib: number },
) {
  const nothing = { vcpu: 0, memoryMib: 0, diskGib: 0, poolGib: 0, volumeClass: null }
  const { vcpu, memoryMib, rootDiskGib: diskGib } = size
  const server = { ...nothing, vcpu, memoryMib, diskGib }
  const answer = await claimCapacity(tx, ctx, {
    organisationId: instance.organisationId,
    projectId: instance.projectId,
    zoneId: instance.zoneId,
    resources: [
      { ...server, resourceId: instance.id, resourceKind: 'instance' as const },
      ...(volume
        ? [
            {
              ...nothing,
              resourceId: volume.id,
              resourceKind: 'volume' as const,
              poolGib: volume.sizeGib,
              volumeClass: volume.volumeClass,
            },
          ]
        : []),
    ],
  })
  switch (answer.outcome) {
    case 'insufficient_capacity':
      throw new DomainError('insufficient_capacity', { params: { short: answer.short, reason: 'zone_full' } })
    case 'quota_exceeded':
      throw new DomainError('quota_exceeded', {
        params: { resource: answer.resource, limit: `${answer.limit}`, used: `${answer.used}` },
      })
    case 'claimed': {
      const own = answer.places.find((place) => place.resourceId === instance.id)
      invariant(own?.hostId, 'a server that was placed has a host')
      const poolId = answer.places.find((place) => place.resourceId === volume?.id)?.poolId ?? null
      return { instance: { hostId: own.hostId, address: own.address }, poolId }
    }
  }
}
