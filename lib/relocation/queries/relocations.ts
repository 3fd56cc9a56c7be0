import { and, asc, desc, eq, exists, inArray, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { organisations } from '~/db/schema/identity/identity'
import { hosts, racks } from '~/db/schema/inventory'
import { type RelocationState, relocationMoves, relocations } from '~/db/schema/planning'
import { sagas } from '~/db/schema/provisioning'
import { instances } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

export type RelocationRow = typeof relocations.$inferSelect
export type RelocationMoveRow = typeof relocationMoves.$inferSelect
export type NewRelocation = typeof relocations.$inferInsert
export type NewRelocationMove = typeof relocationMoves.$inferInsert

const live: readonly RelocationState[] = ['running', 'paused', 'undoing']
const isLive = inArray(relocations.state, [...live])

/** Returns false when the host, or the zone's rebalancing, has an unfinished one. */
export async function insertRelocation(tx: Tx, row: NewRelocation): Promise<boolean> {
  const rows = await tx
    .insert(relocations)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: relocations.id })
  return rows.length > 0
}

/**
 * Inserts the moves of servers that are in no other live relocation; skips the others. Returns how many were inserted.
 */
export async function insertMoves(tx: Tx, rows: readonly NewRelocationMove[]): Promise<number> {
  if (rows.length === 0) return 0
  const done = await tx
    .insert(relocationMoves)
    .values([...rows])
    .onConflictDoNothing()
    .returning({ id: relocationMoves.instanceId })
  return done.length
}

/** Returns the row with a lock until the transaction ends, which serialises turns and the reconciler. */
export async function lockRelocation(tx: Tx, id: Id<'relocation'>): Promise<RelocationRow | null> {
  const [row] = await tx.select().from(relocations).where(eq(relocations.id, id)).for('no key update')
  return row ?? null
}

/** The same, or null when another transaction holds it. */
export async function tryLockRelocation(tx: Tx, id: Id<'relocation'>): Promise<RelocationRow | null> {
  const [row] = await tx
    .select()
    .from(relocations)
    .where(eq(relocations.id, id))
    .for('no key update', { skipLocked: true })
  return row ?? null
}

/** Relocations that are not over, or have a move in progress. */
export async function listRelocationsToDrive(tx: Tx): Promise<Id<'relocation'>[]> {
  const unfinished = tx
    .select({ one: sql`1` })
    .from(relocationMoves)
    .where(
      and(
        eq(relocationMoves.relocationId, relocations.id),
        inArray(relocationMoves.state, ['waiting', 'moving', 'returning']),
      ),
    )
  const rows = await tx
    .select({ id: relocations.id })
    .from(relocations)
    .where(or(isLive, and(eq(relocations.state, 'stopped'), exists(unfinished))))
    .orderBy(asc(relocations.createdAt))
  return rows.map((row) => row.id)
}

/** The moves of a relocation with their sagas, in order. */
export async function listMovesToDrive(tx: Tx, id: Id<'relocation'>) {
  return tx
    .select({
      move: relocationMoves,
      sagaState: sagas.state,
      sagaFailureCode: sagas.failureCode,
      instanceState: instances.state,
      name: instances.name,
    })
    .from(relocationMoves)
    .innerJoin(instances, eq(instances.id, relocationMoves.instanceId))
    .leftJoin(sagas, eq(sagas.id, relocationMoves.sagaId))
    .where(eq(relocationMoves.relocationId, id))
    .orderBy(asc(relocationMoves.position))
}

/** The project of each of these servers. */
export async function listProjectsOfServers(
  tx: Tx,
  ids: readonly Id<'instance'>[],
): Promise<Map<Id<'instance'>, Id<'project'>>> {
  const rows = await tx
    .select({ id: instances.id, projectId: instances.projectId })
    .from(instances)
    .where(inArray(instances.id, [...ids]))
  return new Map(rows.map(({ id, projectId }) => [id, projectId]))
}

export async function updateRelocation(
  tx: Tx,
  id: Id<'relocation'>,
  set: Partial<Pick<RelocationRow, 'state' | 'endsAt' | 'finishedAt'>>,
): Promise<void> {
  await tx.update(relocations).set(set).where(eq(relocations.id, id))
}

export async function updateMove(
  tx: Tx,
  id: Id<'relocation'>,
  instanceId: Id<'instance'>,
  set: Partial<Omit<NewRelocationMove, 'relocationId' | 'instanceId' | 'organisationId'>>,
): Promise<void> {
  await tx
    .update(relocationMoves)
    .set(set)
    .where(and(eq(relocationMoves.relocationId, id), eq(relocationMoves.instanceId, instanceId)))
}

const fromHost = alias(hosts, 'from_host')
const toHost = alias(hosts, 'to_host')
const fromRack = alias(racks, 'from_rack')
const toRack = alias(racks, 'to_rack')

/** The moves of a relocation as staff see them. */
export async function listMoveViews(tx: Tx, id: Id<'relocation'>) {
  return tx
    .select({
      move: relocationMoves,
      name: instances.name,
      organisation: organisations.legalName,
      from: fromHost.name,
      fromRack: fromRack.name,
      to: toHost.name,
      toRack: toRack.name,
      sagaState: sagas.state,
    })
    .from(relocationMoves)
    .innerJoin(instances, eq(instances.id, relocationMoves.instanceId))
    .innerJoin(organisations, eq(organisations.id, relocationMoves.organisationId))
    .innerJoin(fromHost, eq(fromHost.id, relocationMoves.fromHostId))
    .innerJoin(fromRack, eq(fromRack.id, fromHost.rackId))
    .innerJoin(toHost, eq(toHost.id, relocationMoves.toHostId))
    .innerJoin(toRack, eq(toRack.id, toHost.rackId))
    .leftJoin(sagas, eq(sagas.id, relocationMoves.sagaId))
    .where(eq(relocationMoves.relocationId, id))
    .orderBy(asc(relocationMoves.position))
}

const counted = (states: SQL) =>
  sql<number>`(select count(*)::int from ${relocationMoves} where ${relocationMoves.relocationId} = ${relocations.id} and ${relocationMoves.state} in (${states}))`

function selectRelocations(tx: Tx) {
  return tx
    .select({
      relocation: relocations,
      zone: zones.name,
      zoneCode: zones.code,
      host: hosts.name,
      moves: sql<number>`(select count(*)::int from ${relocationMoves} where ${relocationMoves.relocationId} = ${relocations.id})`,
      moved: counted(sql`'moved'`),
      failed: counted(sql`'failed'`),
    })
    .from(relocations)
    .innerJoin(zones, eq(zones.id, relocations.zoneId))
    .leftJoin(hosts, eq(hosts.id, relocations.hostId))
}

export async function findRelocation(tx: Tx, id: Id<'relocation'>) {
  const [row] = await selectRelocations(tx).where(eq(relocations.id, id))
  return row ?? null
}

/** Relocations, unfinished ones first, then the newest. */
export async function listRelocations(tx: Tx, filter: { zoneId?: Id<'zone'> }, limit: number) {
  return selectRelocations(tx)
    .where(filter.zoneId ? eq(relocations.zoneId, filter.zoneId) : undefined)
    .orderBy(sql`${isLive} desc`, desc(relocations.createdAt))
    .limit(limit)
}

/** The unfinished relocation of a host, or of a zone's rebalancing. */
export async function findLiveRelocation(
  tx: Tx,
  of: { hostId: Id<'host'> } | { zoneId: Id<'zone'> },
): Promise<Id<'relocation'> | null> {
  const [row] = await tx
    .select({ id: relocations.id })
    .from(relocations)
    .where(
      and(
        isLive,
        'hostId' in of
          ? eq(relocations.hostId, of.hostId)
          : and(eq(relocations.zoneId, of.zoneId), eq(relocations.kind, 'rebalance')),
      ),
    )
  return row?.id ?? null
}

/** The median duration of the latest moves in a zone, from request to success. */
export async function medianMoveSeconds(tx: Tx, zoneId: Id<'zone'>, latest: number): Promise<number | null> {
  const recent = tx
    .select({
      seconds: sql<number>`extract(epoch from ${sagas.finishedAt} - ${sagas.createdAt})`.as('seconds'),
    })
    .from(sagas)
    .innerJoin(instances, eq(instances.id, sagas.resourceId))
    .where(and(eq(sagas.kind, 'move_instance'), eq(sagas.state, 'succeeded'), eq(instances.zoneId, zoneId)))
    .orderBy(desc(sagas.finishedAt))
    .limit(latest)
    .as('recent')
  const [row] = await tx
    .select({
      seconds: sql<number | null>`percentile_cont(0.5) within group (order by ${recent.seconds})`,
    })
    .from(recent)
  return row?.seconds ?? null
}
