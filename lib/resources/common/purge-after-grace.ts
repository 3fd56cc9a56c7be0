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
 * Every server and volume whose grace period is over is `purging`, with its saga. Each in a transaction of
 * its own, decided again under its lock: a restore that came first wins. Running it twice does no more. What was deleted before
 * rows were lost waits until a person releases it: the customer may have taken the deletion back since the backup.
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
