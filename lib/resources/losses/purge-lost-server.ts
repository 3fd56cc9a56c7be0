import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { changeInstanceState, changeVolumeState } from '../common/change-state'
import type { InstanceRow, VolumeRow } from '../queries/resources'
import { recordSaga } from '../sagas/record-saga'
import { readLastCopies } from './read-last-copies'

/**
 * In `tx`: starts erasing a lost server that its customer gives up, without a grace period: it no longer exists. Volumes
 * on the network are free; those that were on the same host are erased with it.
 */
export async function purgeLostServer(
  tx: Tx,
  ctx: OpContext,
  instance: InstanceRow,
  volumes: readonly VolumeRow[],
): Promise<Id<'saga'>> {
  const { id, organisationId } = instance
  const copies = (await readLastCopies(tx, [id]))(id)
  const local = new Set(copies.volumes.flatMap((volume) => (volume.isLocal ? [volume.id] : [])))
  for (const volume of volumes) {
    const isLocal = local.has(volume.id)
    await changeVolumeState(tx, ctx, volume.id, {
      from: ['attached'],
      to: isLocal ? 'purging' : 'available',
      effectiveAt: ctx.now,
      set: { attachedInstanceId: null },
    })
    if (isLocal)
      await recordSaga(tx, ctx, {
        kind: 'purge_volume',
        organisationId,
        resourceKind: 'volume',
        resourceId: volume.id,
        input: {},
      })
  }
  await changeInstanceState(tx, ctx, id, { from: ['lost'], to: 'purging', effectiveAt: ctx.now })
  return recordSaga(tx, ctx, {
    kind: 'purge_instance',
    organisationId,
    resourceKind: 'instance',
    resourceId: id,
    input: {},
  })
}
