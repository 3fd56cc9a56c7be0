import { type Tx, withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeSystem } from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { reserveMove } from '~/lib/placement'
import type { SagaInputs } from '~/lib/sagas'
import { changeInstanceState } from '../common/change-state'
import { lockInstance } from '../common/lock-resource'
import type { InstanceRow } from '../queries/resources'
import { recordSaga } from '../sagas/record-saga'
import { instanceCan } from '../servers/instance-can'
import { copyGapOf } from './last-copies'
import { planRecovery } from './plan-recovery'
import * as rows from './queries/lost-servers'
import { readLastCopies } from './read-last-copies'
import { refusalOfLoss } from './recovery-facts'

/**
 * Starts the recoveries that staff requested, each in its own transaction: everything is decided again under the lock of
 * the server, room is claimed on another host, and the saga is recorded. A refusal ends the recovery with its reason.
 * Safe to run in two workers at once.
 */
export async function startRecoveries(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  for (const id of await withSystem(ctx, rows.listWaitingRecoveries))
    await withSystem(ctx, (tx) => startRecovery(tx, ctx, id))
}

async function startRecovery(tx: Tx, ctx: OpContext, id: Id<'serverRecovery'>): Promise<void> {
  const recovery = await rows.lockWaitingRecovery(tx, id)
  if (!recovery) return
  const { lossId, instanceId } = recovery
  const instance = await lockInstance(tx, instanceId)
  const end = (failureCode: string) =>
    rows.updateRecovery(tx, id, { state: 'failed', failureCode, endedAt: ctx.now })
  const refusal = await refusalOfLoss(tx, lossId)
  if (refusal) return end(refusal)
  const found = await rows.findLoss(tx, lossId)
  if (instance.state !== 'lost' || found?.loss.hostId !== instance.hostId) return end('is_not_lost')
  const copies = (await readLastCopies(tx, [instanceId]))(instanceId)
  const gap = copyGapOf(copies)
  if (gap) return end(gap)
  invariant(copies.image, 'copies without a gap have an image')
  const { hostId, zoneId } = instance
  const { places } = await planRecovery(tx, { hostId, zoneId, servers: new Set([instanceId]) })
  const place = places.get(instanceId)
  if (!place) return end('no_room_elsewhere')
  const answer = await reserveMove(
    tx,
    { resourceId: instanceId, hostId: place.hostId, mayBreakRules: place.mayBreakRules },
    ctx.now,
  )
  // A rival took the room since it was read: the next turn plans again.
  if (answer === 'host_full') return
  if (answer !== 'reserved') return end(answer === 'rule' ? 'rule_broken' : 'is_not_lost')
  const volumes = copies.volumes.flatMap(({ id: volumeId, isLocal, backup }) =>
    isLocal && backup ? [{ volumeId, backupId: backup.id }] : [],
  )
  const by = recovery.requestedByStaffId
  const start = { lossId, instance, toHostId: place.hostId, imageId: copies.image.id, volumes, by }
  await rows.updateRecovery(tx, id, { state: 'running', sagaId: await beginRecovery(tx, ctx, start) })
}

type Start = Pick<SagaInputs['recover_instance'], 'lossId' | 'toHostId' | 'imageId' | 'volumes'> & {
  instance: InstanceRow
  by: string
}

/** In `tx`: records the saga of a lost server that the caller has locked and for which room is reserved elsewhere. */
export async function beginRecovery(
  tx: Tx,
  ctx: OpContext,
  { lossId, instance, toHostId, imageId, volumes, by }: Start,
): Promise<Id<'saga'>> {
  const { id: instanceId, organisationId, hostId: fromHostId, runningSince } = instance
  await changeInstanceState(tx, ctx, instanceId, {
    from: instanceCan.recover.states,
    to: 'recovering',
    effectiveAt: ctx.now,
  })
  await recordAudit(tx, ctx, 'instance.recovery_requested', {
    organisationId,
    kind: 'instance',
    id: instanceId,
    details: { lossId, toHostId, requestedBy: by },
  })
  return recordSaga(tx, ctx, {
    kind: 'recover_instance',
    organisationId,
    resourceKind: 'instance',
    resourceId: instanceId,
    input: { lossId, fromHostId, toHostId, imageId, volumes, wasRunning: runningSince !== null },
  })
}
