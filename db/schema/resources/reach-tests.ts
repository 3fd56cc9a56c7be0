import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  inet,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { idOf, instant } from '../columns.ts'
import { instances } from './compute.ts'

/** Hosts outside the zones, which ask whether a public address answers. Only a worker speaks to them. */
export const outsideVantages = pgTable(
  'outside_vantages',
  {
    id: idOf('id', 'outsideVantage').primaryKey(),
    name: text('name').notNull(),
    /** `vantage.example:7443`, or `unix:/path` on the worker's own machine. */
    endpoint: text('endpoint').notNull(),
    /** The address that its connections come from. */
    source: inet('source').notNull(),
    /** SHA-256 of its certificate: the only one that is accepted. */
    fingerprint: text('fingerprint').notNull(),
    /** Our client certificate, which it accepts by fingerprint, and its key. */
    certificate: text('certificate').notNull(),
    keySealed: text('key_sealed').notNull(),
    addedAt: instant('added_at').notNull(),
    removedAt: instant('removed_at'),
  },
  (t) => [
    uniqueIndex('outside_vantages_name').on(t.name).where(sql`removed_at is null`),
    check('outside_vantages_fingerprint', sql`fingerprint ~ '^[0-9A-F]{64}$'`),
    check(
      'outside_vantages_source',
      sql`masklen(source) = 32 or family(source) = 6 and masklen(source) = 128`,
    ),
  ],
)

/** The first link of a way that does not hold. `guest`: the server's system has not taken the address. */
export type BrokenLink = 'server' | 'rule' | 'route' | 'address' | 'guest'

/**
 * `open`: a connection succeeded. `verified`: each link was found good by itself, but no vantage may connect. `waiting`:
 * the hypervisor is still applying the address or a rule. `closed`: no rule lets SSH in, as the customer chose.
 */
export type PublicVerdict = 'open' | 'verified' | 'waiting' | 'closed' | 'broken' | 'unknown'

export type SeenFromOutside = {
  vantage: string
  state: 'open' | 'refused' | 'no_answer' | 'no_route' | 'unknown'
  text: string
  /** Whether the rules admit the address that the vantage connects from. */
  isAdmitted: boolean
}

export type ReachTestResult = {
  public: { address: string; verdict: PublicVerdict; link: BrokenLink | null; seen: SeenFromOutside[] }[]
  private: { verdict: 'open' | 'broken' | 'unknown' }
  console: { verdict: 'open' | 'broken' | 'unknown' }
}

/** The last test of the ways to reach a server; null columns while it runs. */
export const reachTests = pgTable(
  'reach_tests',
  {
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    instanceId: idOf('instance_id', 'instance').notNull(),
    projectId: idOf('project_id', 'project').notNull(),
    requestedAt: instant('requested_at').notNull(),
    /** When a worker runs it, also after another worker died over it. */
    dueAt: instant('due_at').notNull(),
    /** Until then it is repeated while something is still being applied. */
    until: instant('until').notNull(),
    finishedAt: instant('finished_at'),
    result: jsonb('result').$type<ReachTestResult>(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.instanceId], name: 'reach_tests_pkey' }),
    index('reach_tests_due').on(t.dueAt).where(sql`finished_at is null`),
    foreignKey({
      name: 'reach_tests_of',
      columns: [t.organisationId, t.instanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
  ],
)
