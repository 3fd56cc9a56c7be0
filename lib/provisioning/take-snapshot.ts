import type { Tx } from '~/db/client'
import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import {
  countSnapshots,
  lockVolume,
  recordNewSnapshot,
  refuseUnless,
  snapshotCan,
  snapshotMonthlyCents,
  type VolumeRow,
} from '~/lib/compute'
import { authorize } from '~/lib/identity'
import { claimOnPool } from '~/lib/inventory'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { recordSaga } from './record-saga'
import { refuseOverCap } from './refuse-over-cap'
import type { Requested } from './request-instance-change'

/**
 * The snapshot is `creating`; its room on the volume's pool is claimed, as much as the volume's, since the
 * two may come to differ in everything. Billing starts when the hypervisor says that it was taken.
 *
 * @throws DomainError `not_found`, `state_forbids`, `name_taken`, `insufficient_capacity`, `quota_exceeded`,
 *   `spending_cap_exceeded`
 */
export async function takeSnapshot(
  ctx: OpContext,
  input: { volumeId: Id<'volume'>; name: string },
): Promise<Requested & { snapshotId: Id<'snapshot'> }> {
  authorize(ctx, 'instance:operate')
  return withOrganisation(ctx, async (tx) => {
    const volume = await lockVolume(tx, input.volumeId)
    const cents = await snapshotMonthlyCents(tx, volume, ctx.now)
    const { held } = await countSnapshots(tx, volume.id)
    refuseUnless(snapshotCan.take(volume, { held, areSold: cents !== null }), volume)
    await refuseOverCap(tx, volume.organisationId, cents ?? 0n, ctx.now)
    return requestSnapshot(tx, ctx, volume, input.name)
  })
}

/** The transaction piece of it: the volume is locked, and what may be refused was. */
async function requestSnapshot(tx: Tx, ctx: OpContext, volume: VolumeRow, name: string) {
  const { organisationId, projectId, zoneId, poolId, bundleId, orderLineId, sizeGib } = volume
  const place = { organisationId, projectId, zoneId, poolId }
  const snapshotId = newId('snapshot', ctx.now.getTime())
  await recordNewSnapshot(tx, ctx, {
    ...place,
    id: snapshotId,
    volumeId: volume.id,
    bundleId,
    orderLineId,
    name,
    sizeGib,
  })
  const resource = { resourceKind: 'snapshot', resourceId: snapshotId } as const
  const answer = await claimOnPool(tx, { ...place, ...resource, gib: sizeGib }, ctx.now)
  if (answer === 'quota_exceeded') throw new DomainError('quota_exceeded')
  if (answer === 'pool_full')
    throw new DomainError('insufficient_capacity', { params: { reason: 'pool_full' } })
  await recordAudit(tx, ctx, 'snapshot.requested', {
    organisationId,
    kind: 'snapshot',
    id: snapshotId,
    details: { name, volume: volume.name },
  })
  const input = { volumeId: volume.id }
  const sagaId = await recordSaga(tx, ctx, { kind: 'take_snapshot', organisationId, ...resource, input })
  return { sagaId, snapshotId }
}
