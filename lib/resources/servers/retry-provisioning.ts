import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { findBundle } from '~/lib/catalogue'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { claimAddresses } from '../addresses/claim-addresses'
import { findAddressLine } from '../addresses/queries/public-addresses'
import { assertAllowed } from '../common/assert-allowed'
import { changeInstanceState, changeVolumeState } from '../common/change-state'
import { lockInstance, lockVolume } from '../common/lock-resource'
import type { RetryJudge } from '../limits/judge-retry'
import { findOpenNetwork } from '../networks/queries/named-networks'
import { findNetworkPlace } from '../networks/queries/networks'
import { findVolumeOfCreation } from '../queries/request-facts'
import { recordSaga } from '../sagas/record-saga'
import { claimForRetry } from './claim-for-retry'
import { instanceCan } from './instance-can'
import type { Requested } from './request-instance-change'

/**
 * In `tx`: creates a failed server again in the same zone, possibly on another host, with its bundle's volume:
 * same resource, same order line, new claim, and another public address if one was ordered with it. Another zone
 * needs a new order, and so does another network when the chosen one was deleted.
 *
 * @throws DomainError `not_found`, `state_forbids`, `name_taken`, `insufficient_capacity`, `quota_exceeded`,
 * and those of `judge`
 */
export async function requestInstanceRetry(
  tx: Tx,
  ctx: OpContext,
  input: { instanceId: Id<'instance'> },
  judge: RetryJudge,
): Promise<Requested> {
  const instance = await lockInstance(tx, input.instanceId)
  assertAllowed(instanceCan.retry(instance), instance)
  const { networkId } = await findNetworkPlace(tx, instance.id)
  if (networkId && !(await findOpenNetwork(tx, networkId)))
    throw new DomainError('state_forbids', { params: { reason: 'network_gone' } })
  const volumeId = await findVolumeOfCreation(tx, instance.id)
  const volume = volumeId ? await lockVolume(tx, volumeId) : null
  const bundle = await findBundle(tx, instance.bundleId, ctx.now)
  invariant(bundle, `bundle ${instance.bundleId} of a server exists`)
  const { organisationId } = instance
  const addressLine = await findAddressLine(tx, instance.orderLineId)
  const microCentsPerHour = bundle.microCentsPerHour + (addressLine?.microCentsPerHour ?? 0n)
  await judge(tx, ctx, { ...instance, microCentsPerHour })
  const places = await claimForRetry(tx, ctx, instance, [
    { kind: 'instance', id: instance.id, size: bundle },
    ...(volume ? [{ kind: 'volume' as const, id: volume.id, size: volume }] : []),
  ])
  const place = places.get(instance.id)
  invariant(place?.hostId, 'a server that was placed has a host')
  await changeInstanceState(tx, ctx, instance.id, {
    from: instanceCan.retry.states,
    to: 'creating',
    effectiveAt: ctx.now,
    set: { hostId: place.hostId, address: place.address, failureCode: null, failureText: null },
  })
  if (volume) {
    await changeVolumeState(tx, ctx, volume.id, {
      // A volume removed from the list meanwhile is created too: the bundle includes it.
      from: ['failed', 'purged'],
      to: 'creating',
      effectiveAt: ctx.now,
      set: { poolId: places.get(volume.id)?.poolId ?? volume.poolId, failureCode: null, failureText: null },
    })
  }
  if (addressLine) {
    const id = newId('publicAddress', ctx.now.getTime())
    const address = {
      id,
      orderLineId: addressLine.id,
      zoneId: instance.zoneId,
      holderId: instance.id,
    }
    await claimAddresses(tx, ctx, instance, [address])
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
}
