import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { reserveMove, zoneMoves } from '~/lib/placement'
import { assertAllowed } from '../common/assert-allowed'
import { changeInstanceState } from '../common/change-state'
import { lockInstance } from '../common/lock-resource'
import { assertNoSnapshotInProgress } from '../copies/copy-room'
import { hasLocalVolumes } from '../queries/facts'
import type { InstanceRow } from '../queries/resources'
import { recordSaga } from '../sagas/record-saga'
import { instanceCan } from './instance-can'
import type { MoveObstacle } from './placement-repair'
import type { Requested } from './request-instance-change'

/**
 * In `tx`: starts moving the server to another host of its zone, where its capacity is claimed, and records
 * the saga. A running server is stopped for some seconds. The caller has authorised.
 *
 * @throws DomainError `not_found`, `state_forbids` (with the obstacle), `insufficient_capacity` when the host
 * has no capacity or is closed (reason `no_room_there`), or when a group's `must` would be violated
 * (`rule_broken`)
 */
export async function moveInstance(
  tx: Tx,
  ctx: OpContext,
  move: { instanceId: Id<'instance'>; toHostId: Id<'host'>; mayBreakRules: boolean },
): Promise<Requested> {
  const instance = await lockInstance(tx, move.instanceId)
  assertAllowed(instanceCan.move(instance), instance)
  await assertNoSnapshotInProgress(tx, instance)
  const obstacle = await findMoveObstacle(tx, instance)
  if (obstacle)
    throw new DomainError('state_forbids', { params: { state: instance.state, reason: obstacle } })
  const answer = await reserveMove(
    tx,
    { resourceId: instance.id, hostId: move.toHostId, mayBreakRules: move.mayBreakRules },
    ctx.now,
  )
  if (answer !== 'reserved')
    throw new DomainError('insufficient_capacity', {
      params: { reason: answer === 'rule' ? 'rule_broken' : 'no_room_there' },
    })
  const wasRunning = instance.state === 'running'
  await changeInstanceState(tx, ctx, instance.id, {
    from: instanceCan.move.states,
    to: 'moving',
    effectiveAt: ctx.now,
  })
  await recordAudit(tx, ctx, 'instance.move_requested', {
    organisationId: instance.organisationId,
    kind: 'instance',
    id: instance.id,
    details: { fromHostId: instance.hostId, toHostId: move.toHostId },
  })
  const sagaId = await recordSaga(tx, ctx, {
    kind: 'move_instance',
    organisationId: instance.organisationId,
    resourceKind: 'instance',
    resourceId: instance.id,
    input: { fromHostId: instance.hostId, toHostId: move.toHostId, wasRunning },
  })
  return { sagaId }
}

/** The permanent obstacle to moving a server; null without one. */
export async function findMoveObstacle(
  tx: Tx,
  instance: Pick<InstanceRow, 'id' | 'zoneId'>,
): Promise<MoveObstacle | null> {
  if (!(await zoneMoves(tx, instance.zoneId))) return 'one_host'
  return (await hasLocalVolumes(tx, instance.id)) ? 'local_volumes' : null
}
