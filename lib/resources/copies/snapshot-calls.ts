import { type CallOptions, type Driver, DriverError, type SnapshotObservation } from '~/lib/hypervisors'
import type { SnapshotKind } from './queries/copies'

/**
 * A volume or server on the hypervisor, and one of its snapshots: the customer's, or one of a saga's own,
 * named after the saga's id.
 */
type Call<Answer> = (
  driver: Driver,
  sourceId: string,
  snapshotId: string,
  options: CallOptions,
) => Promise<Answer>

type SnapshotCalls = {
  take: Call<void>
  observe: Call<SnapshotObservation>
  remove: Call<void>
}

/** The driver functions for the same operations on a snapshot of a volume and of a server's root disk. */
export const snapshotCalls: Record<SnapshotKind, SnapshotCalls> = {
  volume_snapshot: {
    take: (driver, ...args) => driver.takeSnapshot(...args),
    observe: (driver, ...args) => driver.observeSnapshot(...args),
    remove: (driver, ...args) => driver.deleteSnapshot(...args),
  },
  server_snapshot: {
    take: (driver, ...args) => driver.takeInstanceSnapshot(...args),
    observe: (driver, ...args) => driver.observeInstanceSnapshot(...args),
    remove: (driver, ...args) => driver.deleteInstanceSnapshot(...args),
  },
}

/** The snapshot on the hypervisor. @throws DriverError `not_found` */
export async function requireSnapshot(kind: SnapshotKind, ...args: Parameters<Call<void>>) {
  const seen = await snapshotCalls[kind].observe(...args)
  if (!seen.exists) throw new DriverError('not_found', { params: { resource: args[2] } })
  return seen
}
