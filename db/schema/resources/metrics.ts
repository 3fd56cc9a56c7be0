import { sql } from 'drizzle-orm'
import { bigint, check, foreignKey, index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { idOf, instant } from '../columns.ts'
import { hosts } from '../inventory.ts'
import { instances } from './compute.ts'

const large = (name: string) => bigint(name, { mode: 'number' })

/**
 * A hypervisor's measurement of a running server, at most one every ten seconds. CPU and network are raw counters
 * since its start: usage is the difference of two; a decreased counter has restarted.
 */
export const metricSamples = pgTable(
  'metric_samples',
  {
    instanceId: idOf('instance_id', 'instance').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    /** Its host at that time. */
    hostId: idOf('host_id', 'host')
      .notNull()
      .references(() => hosts.id),
    at: instant('at').notNull(),
    cpuMicros: large('cpu_micros').notNull(),
    memoryMib: integer('memory_mib').notNull(),
    /** Null if the hypervisor does not report it. */
    diskMib: integer('disk_mib'),
    receivedBytes: large('received_bytes').notNull(),
    sentBytes: large('sent_bytes').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.instanceId, t.at] }),
    foreignKey({
      columns: [t.organisationId, t.instanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
    index('metric_samples_by_time').on(t.at),
    index('metric_samples_by_host').on(t.hostId, t.at),
  ],
)

/** Means over the half-open `[at, at + resolution)`, of the `seconds` in which the server was measured. */
const means = {
  resolutionSeconds: integer('resolution_seconds').notNull(),
  at: instant('at').notNull(),
  seconds: integer('seconds').notNull(),
  /** Thousandths of a processor. */
  cpuMilli: large('cpu_milli').notNull(),
  cpuMilliMax: large('cpu_milli_max').notNull(),
  memoryMib: large('memory_mib').notNull(),
  memoryMibMax: large('memory_mib_max').notNull(),
  diskMib: large('disk_mib'),
  receivedBytesPerSecond: large('received_bytes_per_second').notNull(),
  sentBytesPerSecond: large('sent_bytes_per_second').notNull(),
}

const resolutions = sql`resolution_seconds in (60, 3600)`

export const instanceMetrics = pgTable(
  'instance_metrics',
  {
    instanceId: idOf('instance_id', 'instance').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    ...means,
  },
  (t) => [
    primaryKey({ columns: [t.instanceId, t.resolutionSeconds, t.at] }),
    foreignKey({
      columns: [t.organisationId, t.instanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
    index('instance_metrics_by_time').on(t.resolutionSeconds, t.at),
    check('instance_metrics_resolutions', resolutions),
  ],
)

/** The sums over the servers of a host. */
export const hostMetrics = pgTable(
  'host_metrics',
  {
    hostId: idOf('host_id', 'host')
      .notNull()
      .references(() => hosts.id),
    ...means,
  },
  (t) => [
    primaryKey({ columns: [t.hostId, t.resolutionSeconds, t.at] }),
    index('host_metrics_by_time').on(t.resolutionSeconds, t.at),
    check('host_metrics_resolutions', resolutions),
  ],
)
