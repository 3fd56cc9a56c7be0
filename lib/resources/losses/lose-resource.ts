import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { closeUsage } from '~/lib/usage'
import { changeInstanceState, changeVolumeState } from '../common/change-state'
import { lockAttachedVolumes, lockInstance, lockVolume } from '../common/lock-resource'
import { changeCopyState, lockCopy } from '../copies/change-copy-state'
import { releaseCopyRoom } from '../copies/copy-room'
import type { CopyId, CopyKind } from '../copies/queries/copies'
import { lockFirewallOfServer } from '../firewall/queries/rule-sets'
import { recordPurgedInstance } from '../servers/record-purged'
import { recordPurgedVolume } from '../volumes/record-purged'
import { notBefore } from './mark-lost-servers'
import { findLastUsageAt, isWorkedOn } from './queries/lost-rows'
import { findLastTransitionAt } from './queries/lost-servers'

export const losableKinds = ['instance', 'volume', 'backup', 'image'] as const
export type LosableKind = (typeof losableKinds)[number]

export type LostResource = { projectId: Id<'project'>; name: string; lostAt: Date }
/** `busy`: an operation on it is in progress, or waits for a person. `ended`: it has no object to lose. */
export type LossRefused = 'busy' | 'ended'

/**
 * In `tx`: ends a resource whose object is gone since `goneAt`, as if it had been erased then: it is billed until then (never
 * before its last change of state or of its usage), and its capacity, quota and addresses are released. Volumes of a lost server that exist are
 * free. Nothing happens on the hypervisor: an object that turns up later is not deleted.
 */
export async function loseResource(
  tx: Tx,
  ctx: OpContext,
  { kind, id }: { kind: LosableKind; id: string },
  goneAt: Date,
): Promise<LostResource | LossRefused> {
  if (kind === 'instance' && isId('instance', id)) return loseServer(tx, ctx, id, goneAt)
  if (kind === 'volume' && isId('volume', id)) return loseVolume(tx, ctx, id, goneAt)
  if (kind === 'backup' && isId('backup', id)) return loseCopy(tx, ctx, 'backup', id, goneAt)
  if (kind === 'image' && isId('privateImage', id)) return loseCopy(tx, ctx, 'image', id, goneAt)
  throw new DomainError('not_found')
}

async function loseServer(
  tx: Tx,
  ctx: OpContext,
  id: Id<'instance'>,
  goneAt: Date,
): Promise<LostResource | LossRefused> {
  await lockFirewallOfServer(tx, id)
  const { state, projectId, name } = await lockInstance(tx, id)
  const volumes = await lockAttachedVolumes(tx, id)
  if (['lost', 'purging', 'purged', 'failed'].includes(state)) return 'ended'
  const isSteady = ['running', 'stopped', 'in_rescue', 'deleted'].includes(state)
  if (!isSteady || volumes.some((volume) => volume.state !== 'attached') || (await isWorkedOn(tx, id)))
    return 'busy'
  const lostAt = await lossInstant(tx, id, goneAt)
  for (const volume of volumes)
    await changeVolumeState(tx, ctx, volume.id, {
      from: ['attached'],
      to: 'available',
      effectiveAt: lostAt,
      set: { attachedInstanceId: null },
    })
  await changeInstanceState(tx, ctx, id, {
    from: ['running', 'stopped', 'in_rescue', 'deleted'],
    to: 'lost',
    effectiveAt: lostAt,
  })
  // A second later: of two transitions at one instant either could be the last.
  await recordPurgedInstance(tx, ctx, id, { from: 'lost', at: addSeconds(lostAt, 1), billedUntil: lostAt })
  return { projectId, name, lostAt }
}

async function loseVolume(
  tx: Tx,
  ctx: OpContext,
  id: Id<'volume'>,
  goneAt: Date,
): Promise<LostResource | LossRefused> {
  const { state, projectId, name } = await lockVolume(tx, id)
  if (['purging', 'purged', 'failed'].includes(state)) return 'ended'
  const isSteady = state === 'available' || state === 'attached' || state === 'deleted'
  if (!isSteady || (await isWorkedOn(tx, id))) return 'busy'
  const lostAt = await lossInstant(tx, id, goneAt)
  await recordPurgedVolume(tx, ctx, id, { from: state, at: lostAt })
  return { projectId, name, lostAt }
}

async function loseCopy<K extends Extract<CopyKind, 'backup' | 'image'>>(
  tx: Tx,
  ctx: OpContext,
  kind: K,
  id: CopyId<K>,
  goneAt: Date,
): Promise<LostResource | LossRefused> {
  const { state, projectId, name } = await lockCopy<CopyKind>(tx, kind, id)
  if (state === 'deleted' || state === 'failed') return 'ended'
  if (state !== 'available' || (await isWorkedOn(tx, id))) return 'busy'
  const lostAt = await lossInstant(tx, id, goneAt)
  await releaseCopyRoom(tx, ctx, kind, id, 'released')
  await changeCopyState(tx, ctx, kind, id, { from: ['available'], to: 'deleted', effectiveAt: lostAt })
  await closeUsage(tx, id, 'all', lostAt, ctx.now)
  return { projectId, name, lostAt }
}

/** Closed usage stays, and a commitment may have split it since: an earlier instant would differ from the invoice. */
async function lossInstant(tx: Tx, id: string, goneAt: Date): Promise<Date> {
  return notBefore(notBefore(goneAt, await findLastTransitionAt(tx, id)), await findLastUsageAt(tx, id))
}
