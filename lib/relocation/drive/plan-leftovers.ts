import type { Tx } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import { toId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { planDrain, readDrainZone } from '~/lib/placement'
import { notifyCustomers, type TouchedServer } from '../notify-customers'
import {
  findRelocation,
  insertMoves,
  listMovesToDrive,
  type RelocationRow,
  updateMove,
} from '../queries/relocations'

/**
 * In `tx`: plans again the servers that are still on the host of a drain and can leave, wherever there is room now;
 * notifies customers with newly planned servers. A rebalancing has no leftovers.
 */
export async function planLeftovers(tx: Tx, ctx: OpContext, relocation: RelocationRow): Promise<void> {
  const { id, zoneId, hostId } = relocation
  if (!hostId) return
  const zone = await readDrainZone(tx, zoneId, () => [hostId])
  const plan = planDrain(zone.hosts, new Set([hostId]))
  const rows = await listMovesToDrive(tx, id)
  const known = new Map(rows.map(({ move }) => [move.instanceId as string, move]))
  const touched: TouchedServer[] = []
  let position = Math.max(-1, ...rows.map(({ move }) => move.position)) + 1
  for (const { serverId, fromHostId, toHostId, mayBreakRules } of plan.moves) {
    const instanceId = toId('instance', serverId)
    const move = known.get(serverId)
    if (move?.state === 'moving' || move?.state === 'returning') continue
    if (move) {
      const again = { state: 'waiting' as const, failureCode: null, replans: 0 }
      await updateMove(tx, id, instanceId, { ...again, toHostId, mayBreakRules })
      continue
    }
    const claim = zone.claimOf.get(serverId)
    invariant(claim, 'a plan names servers of its zone')
    const { organisationId, name, instanceState } = claim
    const row = {
      relocationId: id,
      instanceId,
      organisationId,
      position,
      fromHostId,
      toHostId,
      mayBreakRules,
    }
    position += 1
    const isIn = await insertMoves(tx, [{ ...row, why: 'drain', state: 'waiting' }])
    if (isIn > 0)
      touched.push({
        instanceId,
        organisationId,
        name: name ?? serverId,
        isRunning: instanceState === 'running',
      })
  }
  const found = await findRelocation(tx, id)
  await notifyCustomers(
    tx,
    ctx,
    'move_planned',
    {
      zone: found?.zone ?? '',
      reason: relocation.reason,
      startsAt: relocation.startsAt,
      endsAt: relocation.endsAt,
    },
    touched,
  )
}
