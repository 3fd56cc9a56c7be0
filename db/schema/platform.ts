import { sql } from 'drizzle-orm'
import { boolean, check, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

export type ProcessKind = 'portal' | 'operator' | 'worker' | 'console' | 'api'
/** By the name of a sweeper: its interval, and when a run last succeeded in this process (ISO; null before). */
export type SweeperRecord = Record<string, { everyMs: number; succeededAt: string | null }>

/** Ids of the keys that a process holds; empty for a version without them. */
export type ProcessKeyState = {
  seals?: string
  holds?: readonly string[]
  /** Null when it seals with the same key since its start. */
  sealsForSeconds?: number | null
}

/** The processes that run: each writes its row every fifteen seconds, and removes it when it leaves. */
export const processHeartbeats = pgTable(
  'process_heartbeats',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<ProcessKind>().notNull(),
    version: text('version').notNull(),
    /** The schema that this process expects. */
    schemaVersion: text('schema_version').notNull(),
    startedAt: instant('started_at').notNull(),
    seenAt: instant('seen_at').notNull(),
    isReady: boolean('is_ready').notNull(),
    /** Of a worker. */
    sweepers: jsonb('sweepers').$type<SweeperRecord>().notNull().default({}),
    /** By the name of a service: whether this process stopped calling it. */
    circuits: jsonb('circuits').$type<Record<string, boolean>>().notNull().default({}),
    keys: jsonb('keys').$type<ProcessKeyState>().notNull().default({}),
    /** Of the connection that wrote the row; unknown for a process of an earlier version. */
    login: text('login').default(sql`session_user`),
    /** Of its other addresses: queue, simulated datacenter, standby. */
    furtherLogins: text('further_logins').array().notNull().default([]),
  },
  () => [check('process_heartbeats_kind', sql`kind in ('portal', 'operator', 'worker', 'console', 'api')`)],
)
