import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { relocationMoves, relocations } from '~/db/schema/planning'
import { instances } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

/** The columns of a move that a customer may see: never the hosts. */
const shown = {
  relocationId: relocationMoves.relocationId,
  instanceId: relocationMoves.instanceId,
  state: relocationMoves.state,
  slotAt: relocationMoves.slotAt,
  startedAt: relocationMoves.startedAt,
  finishedAt: relocationMoves.finishedAt,
  projectId: instances.projectId,
  name: instances.name,
  instanceState: instances.state,
  zone: zones.name,
  relocationState: relocations.state,
  reason: relocations.reason,
  startsAt: relocations.startsAt,
  endsAt: relocations.endsAt,
  announcedAt: relocations.createdAt,
}

function selectOwnMoves(tx: Tx) {
  return tx
    .select(shown)
    .from(relocationMoves)
    .innerJoin(relocations, eq(relocations.id, relocationMoves.relocationId))
    .innerJoin(zones, eq(zones.id, relocations.zoneId))
    .innerJoin(instances, eq(instances.id, relocationMoves.instanceId))
}

/** Moves of the organisation's servers, the newest relocation first. */
export async function listOwnMoves(tx: Tx, organisationId: Id<'organisation'>, limit: number) {
  return selectOwnMoves(tx)
    .where(eq(relocationMoves.organisationId, organisationId))
    .orderBy(desc(relocations.createdAt), asc(relocationMoves.position))
    .limit(limit)
}

/** The unfinished move of a server. */
export async function findOwnWaitingMove(tx: Tx, instanceId: Id<'instance'>) {
  const [row] = await selectOwnMoves(tx).where(
    and(
      eq(relocationMoves.instanceId, instanceId),
      inArray(relocationMoves.state, ['waiting', 'moving', 'returning']),
    ),
  )
  return row ?? null
}

/** Sets the slot while the move waits; false when it has begun meanwhile. */
export async function updateSlot(
  tx: Tx,
  move: { relocationId: Id<'relocation'>; instanceId: Id<'instance'> },
  slotAt: Date | null,
  now: Date,
): Promise<boolean> {
  const rows = await tx
    .update(relocationMoves)
    .set({ slotAt, slotChosenAt: now })
    .where(
      and(
        eq(relocationMoves.relocationId, move.relocationId),
        eq(relocationMoves.instanceId, move.instanceId),
        eq(relocationMoves.state, 'waiting'),
      ),
    )
    .returning({ id: relocationMoves.instanceId })
  return rows.length > 0
}
