import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { erasuresHeldUntil, isErasureHeld } from '~/lib/recovery'
import { recordSaga } from '../sagas/record-saga'
import { changeInstanceState, changeVolumeState } from './change-state'
import { lockInstance, lockVolume } from './lock-resource'
import { listInstancesToPurge, listVolumesToPurge } from './queries/purge'

/**
 * Starts erasing every server and volume after its grace period: state `purging`, with a saga. Each has its
 * own transaction and is checked again under its lock, so a concurrent restore wins. Idempotent. Resources
 * deleted before rows were lost wait for a person's release: the customer may have undone the deletion after
 * the backup.
 */
export async function purgeAfterGrace(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const due = await withSystem(ctx, async (tx) => {
    const heldUntil = await erasuresHeldUntil(tx)
    return {
      instances: await listInstancesToPurge(tx, ctx.now, heldUntil),
      volumes: await listVolumesToPurge(tx, ctx.now, heldUntil),
    }
  })
  for (const { id, organisationId } of due.instances) await purgeInstance(ctx, id, organisationId)
  for (const { id, organisationId } of due.volumes) await purgeVolume(ctx, id, organisationId)
}

async function purgeInstance(ctx: OpContext, id: Id<'instance'>, organisationId: Id<'organisation'>) {
  await withSystem(ctx, async (tx) => {
    const { state, purgeAfter, deletedAt } = await lockInstance(tx, id)
    if (state !== 'deleted' || !purgeAfter || purgeAfter > ctx.now) return
    if (isErasureHeld(await erasuresHeldUntil(tx), deletedAt)) return
    await changeInstanceState(tx, ctx, id, { from: ['deleted'], to: 'purging', effectiveAt: ctx.now })
    await recordSaga(tx, ctx, {
      kind: 'purge_instance',
      organisationId,
      resourceKind: 'instance',
      resourceId: id,
      input: {},
    })
  })
}

async function purgeVolume(ctx: OpContext, id: Id<'volume'>, organisationId: Id<'organisation'>) {
  await withSystem(ctx, async (tx) => {
    const { state, purgeAfter, deletedAt } = await lockVolume(tx, id)
    if (state !== 'deleted' || !purgeAfter || purgeAfter > ctx.now) return
    if (isErasureHeld(await erasuresHeldUntil(tx), deletedAt)) return
    await changeVolumeState(tx, ctx, id, { from: ['deleted'], to: 'purging', effectiveAt: ctx.now })
    await recordSaga(tx, ctx, {
      kind: 'purge_volume',
      organisationId,
      resourceKind: 'volume',
      resourceId: id,
      input: {},
    })
  })
}
