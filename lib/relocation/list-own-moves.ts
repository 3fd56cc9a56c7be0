import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { OwnMove } from './client'
import { slotsOf } from './forecast/window'
import * as queries from './queries/own-moves'

const shownMax = 100

/** Lists planned, running and completed moves of the organisation's servers, with the hours that may be chosen. */
export async function listOwnMoves(ctx: OpContext): Promise<OwnMove[]> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx, organisationId) =>
    (await queries.listOwnMoves(tx, organisationId, shownMax)).map((row) => ownMove(row, ctx.now)),
  )
}

function ownMove(row: Awaited<ReturnType<typeof queries.listOwnMoves>>[number], now: Date): OwnMove {
  const { relocationId, instanceId, name, zone, reason, state } = row
  return {
    relocationId,
    instanceId,
    name,
    zone,
    reason,
    state,
    isPaused: row.relocationState === 'paused',
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt?.toISOString() ?? null,
    slotAt: row.slotAt?.toISOString() ?? null,
    slots: state === 'waiting' ? slotsOf(row, now).map((slot) => slot.toISOString()) : [],
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}
