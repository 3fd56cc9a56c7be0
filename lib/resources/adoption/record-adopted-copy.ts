import type { Tx } from '~/db/client'
import { findRoomiestPool } from '~/lib/datacentre/rows'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { claimExisting } from '~/lib/placement'
import { openUsage } from '~/lib/usage'
import { copyMonthlyCents } from '../common/monthly-cents'
import { withNameCheck } from '../common/record-new-resource'
import { recordTransition } from '../common/record-transition'
import { copyKinds } from '../copies/copy-kinds'
import { insertCopy } from '../copies/queries/copies'
import { type CopySource, findCopySource, findPool } from './queries/adopted-copies'

type AdoptedCopy = {
  id: Id<'backup'> | Id<'privateImage'>
  organisationId: Id<'organisation'>
  zoneId: Id<'zone'>
  name: string
  sizeGib: number
  poolName: string | null
  /** The volume of a backup, or the server of an image. */
  sourceId: string
  createdAt: Date
}
export type CopyAdoption = 'adopted' | 'source_first' | 'not_sold' | 'pool_unknown' | 'no_room' | 'exists'

/**
 * Writes the row of a backup or image that exists and whose own was lost, in the project, with the order and at the price of the
 * volume or server of which it is a copy: as if it had been made when the hypervisor had it, and billed from then on. The caller
 * rolls back after any other answer than `adopted`.
 *
 * @throws DomainError `name_taken`
 */
export async function recordAdoptedCopy(
  tx: Tx,
  ctx: OpContext,
  kind: 'backup' | 'image',
  { poolName, sourceId, ...copy }: AdoptedCopy,
): Promise<CopyAdoption> {
  const { id, organisationId, zoneId, sizeGib, createdAt: at } = copy
  const source = await findCopySource(tx, kind, { id: sourceId, organisationId, zoneId, sizeGib, at })
  if (!source) return 'source_first'
  const { projectId, orderLineId, bundleId } = source
  if ((await copyMonthlyCents(tx, kind, source, at)) === null) return 'not_sold'
  const poolId = poolName ? await findPool(tx, zoneId, poolName) : await findRoomiestPool(tx, zoneId)
  if (!poolId) return 'pool_unknown'
  const place = { hostId: null, vcpu: 0, memoryMib: 0, diskGib: 0, address: null, poolId, poolGib: sizeGib }
  const claim = { organisationId, projectId, zoneId, kind, resourceId: id, ...place }
  const claimed = await claimExisting(tx, claim, ctx.now)
  if (claimed !== 'claimed') return claimed === 'no_room' ? 'no_room' : 'exists'
  const row = { ...copy, ...ofSource(kind, source, sourceId), projectId, orderLineId, bundleId, poolId }
  await withNameCheck(copy.name, () =>
    insertCopy(tx, kind, { ...row, state: 'available', takenAt: at } as Parameters<typeof insertCopy>[2]),
  )
  const { resourceKind, meter } = copyKinds[kind]
  const common = { organisationId, resourceKind, resourceId: id, effectiveAt: at }
  await recordTransition(tx, ctx, { ...common, fromState: null, toState: 'creating' })
  await recordTransition(tx, ctx, { ...common, fromState: 'creating', toState: 'available' })
  const resource = { id, organisationId, projectId, orderLineId, bundleId, commitmentId: null }
  await openUsage(tx, { resource, meters: [meter], at, recordedAt: ctx.now })
  return 'adopted'
}

const ofSource = (kind: 'backup' | 'image', { imageId }: CopySource, sourceId: string) =>
  kind === 'backup' ? { volumeId: sourceId } : { instanceId: sourceId, imageId }
