import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { insertRows } from '~/db/insert-rows'
import { allocations, hosts, racks } from '~/db/schema/inventory'
import { placementGroups as groups, placementGroupMembers as members } from '~/db/schema/placement'
import type { Id } from '~/lib/kernel/ids'

export async function insertGroups(tx: Tx, rows: (typeof groups.$inferInsert)[]): Promise<void> {
  await tx.execute(insertRows(groups, rows))
}

export async function insertMembers(tx: Tx, rows: (typeof members.$inferInsert)[]): Promise<void> {
  await tx.execute(insertRows(members, rows))
}

/** A project's groups, the newest first, each with the number of its placed members. */
export async function listGroups(tx: Tx, projectId: Id<'project'>, limit: number) {
  return tx
    .select({
      id: groups.id,
      name: groups.name,
      relation: groups.relation,
      level: groups.level,
      strength: groups.strength,
      members: sql<number>`(select count(*)::int from ${members} m join ${allocations} a
        on a.resource_id = m.resource_id and a.state in ('pending', 'posted') where m.group_id = placement_groups.id)`,
    })
    .from(groups)
    .where(eq(groups.projectId, projectId))
    .orderBy(desc(groups.createdAt), desc(groups.id))
    .limit(limit)
}

export async function findGroup(tx: Tx, projectId: Id<'project'>, groupId: Id<'placementGroup'>) {
  const [row] = await tx
    .select({ id: groups.id })
    .from(groups)
    .where(and(eq(groups.id, groupId), eq(groups.projectId, projectId)))
  return row ?? null
}

/** All members of the groups of these resources. */
export async function listMembersOf(tx: Tx, resourceIds: readonly string[]) {
  // A separate query, passed by value: a join planned while the tables were small would scan them completely
  // later.
  const own = tx
    .select({ id: members.groupId })
    .from(members)
    .where(inArray(members.resourceId, [...resourceIds]))
  return tx
    .select({
      id: groups.id,
      name: groups.name,
      relation: groups.relation,
      level: groups.level,
      strength: groups.strength,
      resourceId: members.resourceId,
    })
    .from(members)
    .innerJoin(groups, eq(groups.id, members.groupId))
    .where(sql`${members.groupId} = any (array(${own}))`)
    .orderBy(asc(groups.createdAt), asc(groups.id), asc(members.resourceId))
}

/** The places of these resources; a moving one has both hosts until it has arrived. */
export async function listSpots(tx: Tx, resourceIds: readonly string[]) {
  return tx
    .select({
      resourceId: sql<string>`case ${allocations.resourceKind} when 'move' then substr(${allocations.resourceId}, 6) else ${allocations.resourceId} end`,
      id: hosts.id,
      rackId: hosts.rackId,
      roomId: racks.roomId,
    })
    .from(allocations)
    .innerJoin(hosts, eq(hosts.id, allocations.hostId))
    .innerJoin(racks, eq(racks.id, hosts.rackId))
    .where(
      and(
        inArray(
          allocations.resourceId,
          resourceIds.flatMap((id) => [id, `move:${id}`]),
        ),
        sql`allocations.state in ('pending', 'posted')`,
      ),
    )
}
