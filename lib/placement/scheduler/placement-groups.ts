import type { Tx } from '~/db/client'
import { recordAudit, recordAudits } from '~/lib/audit'
import { invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { GroupRule, Spot } from './place-rules'
import type { PlacementGroupView } from './placement'
import {
  findGroup,
  insertGroups,
  insertMembers,
  listGroups,
  listMembersOf,
  listSpots,
} from './queries/groups'

type Project = { organisationId: Id<'organisation'>; projectId: Id<'project'> }
type NamedRule = Omit<GroupRule, 'members' | 'standing'> & {
  id: Id<'placementGroup'>
  name: string
  members: string[]
  standing: Spot[]
}
type Described = Pick<PlacementGroupView, 'name' | 'relation' | 'level' | 'strength'>

/** Maximum of groups offered to join. */
const groupsShown = 50

/**
 * Creates a group of these unplaced servers: their claim must satisfy its rule (`must`), or tries to
 * (`should`).
 */
export async function formPlacementGroup(
  tx: Tx,
  ctx: OpContext,
  project: Project,
  group: Described,
  resourceIds: readonly string[],
): Promise<Id<'placementGroup'>> {
  const [id] = await formPlacementGroups(tx, ctx, project, [{ group, resourceIds }])
  invariant(id, 'one group was asked for')
  return id
}

/** The same for several groups, in the same statements. */
export async function formPlacementGroups(
  tx: Tx,
  ctx: OpContext,
  project: Project,
  wanted: readonly { group: Described; resourceIds: readonly string[] }[],
): Promise<Id<'placementGroup'>[]> {
  if (wanted.length === 0) return []
  const { organisationId, projectId } = project
  const formed = wanted.map((each) => ({ ...each, id: newId('placementGroup', ctx.now.getTime()) }))
  await insertGroups(
    tx,
    formed.map(({ id, group }) => ({ id, organisationId, projectId, ...group, createdAt: ctx.now })),
  )
  await insertMembers(
    tx,
    formed.flatMap(({ id: groupId, resourceIds }) =>
      resourceIds.map((resourceId) => ({ organisationId, groupId, resourceId })),
    ),
  )
  await recordAudits(
    tx,
    ctx,
    'placement_group.formed',
    formed.map(({ id, group, resourceIds }) => ({
      organisationId,
      kind: 'placement_group',
      id,
      details: { ...group, members: resourceIds },
    })),
  )
  return formed.map(({ id }) => id)
}

/** Adds these unplaced servers to a group of the project; false when the project has no such group. */
export async function joinPlacementGroup(
  tx: Tx,
  ctx: OpContext,
  project: Project,
  groupId: Id<'placementGroup'>,
  resourceIds: readonly string[],
): Promise<boolean> {
  if (!(await findGroup(tx, project.projectId, groupId))) return false
  const { organisationId } = project
  await insertMembers(
    tx,
    resourceIds.map((resourceId) => ({ organisationId, groupId, resourceId })),
  )
  const details = { members: resourceIds }
  await recordAudit(tx, ctx, 'placement_group.joined', {
    organisationId,
    kind: 'placement_group',
    id: groupId,
    details,
  })
  return true
}

/** The groups of a project that an order may join. */
export async function listPlacementGroups(tx: Tx, projectId: Id<'project'>): Promise<PlacementGroupView[]> {
  return listGroups(tx, projectId, groupsShown)
}

/** The rules of these resources, with the current places of their other members. */
export async function readRules(tx: Tx, resourceIds: readonly string[]): Promise<NamedRule[]> {
  const rows = await listMembersOf(tx, resourceIds)
  const own = new Set(resourceIds)
  const others = [...new Set(rows.flatMap((row) => (own.has(row.resourceId) ? [] : [row.resourceId])))]
  const spots = new Map<string, Spot[]>()
  for (const { resourceId, ...spot } of others.length > 0 ? await listSpots(tx, others) : [])
    spots.set(resourceId, [...(spots.get(resourceId) ?? []), spot])
  const rules = new Map<string, NamedRule>()
  for (const { id, name, relation, level, strength, resourceId } of rows) {
    const rule = rules.get(id) ?? { id, name, relation, level, strength, members: [], standing: [] }
    rules.set(id, rule)
    if (own.has(resourceId)) rule.members.push(resourceId)
    else rule.standing.push(...(spots.get(resourceId) ?? []))
  }
  return [...rules.values()]
}
