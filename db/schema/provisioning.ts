import { sql } from 'drizzle-orm'
import {
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { idOf, instant, int8 } from './columns.ts'
import { organisations } from './identity/identity.ts'

export type SagaState = 'running' | 'undoing' | 'succeeded' | 'undone' | 'parked'

/**
 * One long operation on one resource, driven by this row: the holder of lease and fence may write. `run_after` is
 * when the next attempt is due.
 */
export const sagas = pgTable(
  'sagas',
  {
    id: idOf('id', 'saga').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    kind: text('kind').notNull(),
    resourceKind: text('resource_kind')
      .$type<'instance' | 'volume' | 'snapshot' | 'image' | 'backup' | 'balancer'>()
      .notNull(),
    resourceId: text('resource_id').notNull(),
    state: text('state').$type<SagaState>().notNull(),
    input: jsonb('input').$type<Record<string, unknown>>().notNull(),
    requestedBy: text('requested_by').notNull(),
    fence: int8('fence').notNull().default(sql`0`),
    leaseOwner: text('lease_owner'),
    leaseExpiresAt: instant('lease_expires_at'),
    runAfter: instant('run_after').notNull(),
    failureCode: text('failure_code'),
    failureParams: jsonb('failure_params').$type<Record<string, string>>(),
    failureText: text('failure_text'),
    createdAt: instant('created_at').notNull(),
    finishedAt: instant('finished_at'),
    /** Where the trace of the request that began it goes on. */
    traceparent: text('traceparent'),
  },
  (t) => [
    unique('sagas_by_organisation').on(t.organisationId, t.id),
    uniqueIndex('sagas_one_per_resource')
      .on(t.resourceId)
      .where(sql`state in ('running', 'undoing', 'parked')`),
    index('sagas_due').on(t.runAfter).where(sql`state in ('running', 'undoing')`),
    index('sagas_recent').on(t.organisationId, t.createdAt),
    index('sagas_by_resource').on(t.resourceId, t.createdAt),
    index('sagas_deliveries').on(t.kind, t.finishedAt.desc().nullsFirst()).where(sql`state = 'succeeded'`),
    // Moves to and from a host.
    index('sagas_moves_from').on(sql`(input ->> 'fromHostId')`).where(sql`kind = 'move_instance'`),
    index('sagas_moves_to').on(sql`(input ->> 'toHostId')`).where(sql`kind = 'move_instance'`),
  ],
)

export type StepState =
  | 'pending'
  | 'running'
  | 'done'
  | 'failed'
  | 'undoing'
  | 'undone'
  | 'undo_failed'
  | 'skipped'

/**
 * Steps of a saga: the intent (`running`) is written before the effect, the result after it. A trigger checks once
 * per statement that a step belongs to a saga of its organisation: an order of many servers writes thousands of
 * steps.
 */
export const sagaSteps = pgTable(
  'saga_steps',
  {
    sagaId: idOf('saga_id', 'saga').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    state: text('state').$type<StepState>().notNull(),
    attempt: integer('attempt').notNull().default(0),
    undoAttempt: integer('undo_attempt').notNull().default(0),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    result: jsonb('result').$type<Record<string, unknown>>(),
    errorCode: text('error_code'),
    errorParams: jsonb('error_params').$type<Record<string, string>>(),
    /** The hypervisor's message, shown verbatim. */
    errorText: text('error_text'),
    /** Why the last compensation failed; the operator reads it when the saga is parked. */
    undoErrorCode: text('undo_error_code'),
    undoErrorText: text('undo_error_text'),
  },
  (t) => [
    primaryKey({ columns: [t.sagaId, t.position] }),
    check('saga_steps_attempt', sql`attempt >= 0 and undo_attempt >= 0`),
  ],
)

/** The live pools of the job queue: a job locked by any other pool is released. */
export const workerHeartbeats = pgTable('worker_heartbeats', {
  /** Id under which the queue knows this process as the holder of jobs. */
  queuePoolId: text('queue_pool_id').primaryKey(),
  workerId: text('worker_id').notNull(),
  startedAt: instant('started_at').notNull(),
  seenAt: instant('seen_at').notNull(),
  /** When the process last took a job from the queue. */
  lastTakenAt: instant('last_taken_at'),
  /** The steps of sagas that its build contains, as `kind.step`. */
  sagaSteps: text('saga_steps').array().notNull().default(sql`'{}'`),
  /** The sweepers that may be assigned to it; none while it leaves. */
  sweepers: text('sweepers').array().notNull().default(sql`'{}'`),
  /** Zones whose hypervisor it did not reach last. */
  unreachedZones: text('unreached_zones').array().notNull().default(sql`'{}'`),
  /** Its sweepers that have failed there, or not ended, for a while. */
  failingSweepers: text('failing_sweepers').array().notNull().default(sql`'{}'`),
  /** What it was assigned at this heartbeat, for people: others compute it themselves. */
  assignedSweepers: text('assigned_sweepers').array().notNull().default(sql`'{}'`),
  assignedZones: text('assigned_zones').array().notNull().default(sql`'{}'`),
})
