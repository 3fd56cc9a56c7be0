import { withStaff } from '~/db/client'
import { listServersOn } from '~/lib/datacentre/rows'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type RelocationMoveView, type RelocationView, secondsFor } from './client'
import { findRelocation, listMoveViews, medianMoveSeconds } from './queries/relocations'
import { relocationSummary } from './relocation-summary'
import { movesMeasured } from './start/drain-proposal'

const leftShown = 50

/** Returns one relocation with the current state of its moves. @throws DomainError `not_found` */
export async function getRelocation(
  ctx: OpContext,
  input: { id: Id<'relocation'> },
): Promise<RelocationView> {
  authorizeStaff(ctx, 'inventory:read')
  const { id } = input
  return withStaff(ctx, async (tx) => {
    const row = await findRelocation(tx, id)
    if (!row) throw new DomainError('not_found')
    const { relocation } = row
    const items = (await listMoveViews(tx, id)).map(moveView)
    const onItsWay = new Set<string>(
      items
        .filter(({ state }) => state === 'waiting' || state === 'moving' || state === 'failed')
        .map((item) => item.instanceId),
    )
    const claims = relocation.hostId ? await listServersOn(tx, relocation.hostId, leftShown) : []
    const waiting = items.filter(({ state }) => state === 'waiting' || state === 'moving').length
    const secondsPerMove = await medianMoveSeconds(tx, relocation.zoneId, movesMeasured)
    return {
      ...relocationSummary(row),
      items,
      left: claims.filter((claim) => !onItsWay.has(claim.id)),
      secondsLeft: secondsFor(waiting, relocation.concurrentMax, secondsPerMove),
    }
  })
}

function moveView(row: Awaited<ReturnType<typeof listMoveViews>>[number]): RelocationMoveView {
  const { move } = row
  return {
    instanceId: move.instanceId,
    name: row.name,
    organisation: { id: move.organisationId, name: row.organisation },
    from: { id: move.fromHostId, name: row.from, rack: row.fromRack },
    to: { id: move.toHostId, name: row.to, rack: row.toRack },
    state: move.state,
    sagaId: move.sagaId,
    isParked: row.sagaState === 'parked',
    failureCode: move.failureCode,
    slotAt: move.slotAt?.toISOString() ?? null,
    startedAt: move.startedAt?.toISOString() ?? null,
    finishedAt: move.finishedAt?.toISOString() ?? null,
  }
}
