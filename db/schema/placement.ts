import { sql } from 'drizzle-orm'
import { check, foreignKey, index, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { zones } from './catalogue.ts'
import { idOf, instant, int8 } from './columns.ts'
import { organisations, projects } from './identity/identity.ts'

export const placementRelations = ['apart', 'together'] as const
export const placementLevels = ['host', 'rack', 'room'] as const
export const placementStrengths = ['must', 'should'] as const

/** Servers of one project that are placed apart or together, at one level of the datacenter. */
export const placementGroups = pgTable(
  'placement_groups',
  {
    id: idOf('id', 'placementGroup').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project').notNull(),
    name: text('name').notNull(),
    relation: text('relation').$type<(typeof placementRelations)[number]>().notNull(),
    level: text('level').$type<(typeof placementLevels)[number]>().notNull(),
    /** `must` is enforced by `claim_capacity`; `should` is a preference and is shown. */
    strength: text('strength').$type<(typeof placementStrengths)[number]>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('placement_groups_by_organisation').on(t.organisationId, t.id),
    index('placement_groups_by_project').on(t.organisationId, t.projectId, t.createdAt),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    check('placement_groups_relation', sql`relation in ('apart', 'together')`),
    check('placement_groups_level', sql`level in ('host', 'rack', 'room')`),
    check('placement_groups_strength', sql`strength in ('must', 'should')`),
  ],
)

/** A server joins a group before its placement and stays in it permanently; only live claims count. */
export const placementGroupMembers = pgTable(
  'placement_group_members',
  {
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    groupId: idOf('group_id', 'placementGroup').notNull(),
    resourceId: text('resource_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.groupId, t.resourceId] }),
    index('placement_group_members_by_resource').on(t.resourceId),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [placementGroups.organisationId, placementGroups.id],
    }),
  ],
)

/** Statistics of one kind of server, by span of age: `lib/placement/packing/lifetimes.ts`. */
export type LearntKindRow = {
  vcpu: number
  memoryMib: number
  magnitude: number
  endings: number[]
  watched: number[]
}

/** How long servers of a zone live, learnt over all organisations: sums only, of bounded size. */
export const placementLifetimes = pgTable(
  'placement_lifetimes',
  {
    zoneId: idOf('zone_id', 'zone')
      .primaryKey()
      .references(() => zones.id),
    /** Events before this instant have been learnt. */
    learntUntil: instant('learnt_until').notNull(),
    /** Ended servers that were learnt from. */
    servers: int8('servers').notNull(),
    kinds: jsonb('kinds').$type<LearntKindRow[]>().notNull(),
  },
  () => [
    check(
      'placement_lifetimes_kinds',
      sql`jsonb_typeof(kinds) = 'array' and jsonb_array_length(kinds) <= 100 and servers >= 0`,
    ),
  ],
)
