import type { SnapshotState } from '~/db/schema/resources/snapshots'
import type { CopyKind } from './queries/copies'

/**
 * A copy is the content of a disk at one moment, stored for a customer and billed. The four kinds share one
 * life cycle (below, and `change-copy-state.ts`); this table has the names and numbers that differ. They also
 * differ in storage:
 *
 * - A volume snapshot is in its volume's pool, with a claim of its own, and is erased with the volume.
 * - A server snapshot is on the server's host, moves with the server and is erased with it. Its space is part
 *   of the server's claim, so the server is locked before it changes.
 * - A backup is outside its volume's pool, on another class or in another zone, and outlives the volume.
 * - An image is made of a server's root disk, is on a pool of the server's zone and outlives the server.
 */
type CopyFacts = {
  /** The name in transitions, sagas, claims, audit rows and usage. */
  resourceKind: 'snapshot' | 'backup' | 'image'
  /** The meter that bills it while it is `available` or `deleting`, at the price of its source's bundle. */
  meter: 'snapshot' | 'disk_snapshot'
  /** Maximum existing or in progress: snapshots per source, backups and images per organisation. */
  max: number
  /** The kind of schedule that can take it. */
  schedule: 'snapshot' | 'backup' | null
  /** The reason in `errors.reason` when capacity is missing. */
  noRoom: 'pool_full' | 'host_disk_full' | 'backups_no_room' | 'images_no_room'
  refusals: { changing: string; failed: string; tooMany: string; notSold: string }
  sagas: { make: string; delete: string }
  events: Record<'requested' | 'made' | 'failed' | 'deletionRequested' | 'deleted', string>
}

const snapshotEvents = {
  requested: 'snapshot.requested',
  made: 'snapshot.taken',
  failed: 'snapshot.failed',
  deletionRequested: 'snapshot.deletion_requested',
  deleted: 'snapshot.deleted',
} as const

const snapshotRefusals = {
  changing: 'snapshot_changing',
  failed: 'snapshot_failed',
  tooMany: 'too_many_snapshots',
  notSold: 'snapshots_not_sold',
} as const

export const copyKinds = {
  volume_snapshot: {
    resourceKind: 'snapshot',
    meter: 'snapshot',
    max: 24,
    schedule: 'snapshot',
    noRoom: 'pool_full',
    refusals: snapshotRefusals,
    sagas: { make: 'take_snapshot', delete: 'delete_snapshot' },
    events: snapshotEvents,
  },
  server_snapshot: {
    resourceKind: 'snapshot',
    meter: 'disk_snapshot',
    max: 12,
    schedule: null,
    noRoom: 'host_disk_full',
    refusals: snapshotRefusals,
    sagas: { make: 'take_instance_snapshot', delete: 'delete_instance_snapshot' },
    events: snapshotEvents,
  },
  backup: {
    resourceKind: 'backup',
    meter: 'snapshot',
    max: 100,
    schedule: 'backup',
    noRoom: 'backups_no_room',
    refusals: {
      changing: 'backup_changing',
      failed: 'backup_failed',
      tooMany: 'too_many_backups',
      notSold: 'backups_not_sold',
    },
    sagas: { make: 'create_backup', delete: 'delete_backup' },
    events: {
      requested: 'backup.requested',
      made: 'backup.made',
      failed: 'backup.failed',
      deletionRequested: 'backup.deletion_requested',
      deleted: 'backup.deleted',
    },
  },
  image: {
    resourceKind: 'image',
    meter: 'disk_snapshot',
    max: 40,
    schedule: null,
    noRoom: 'images_no_room',
    refusals: {
      changing: 'image_changing',
      failed: 'image_failed',
      tooMany: 'too_many_images',
      notSold: 'images_not_sold',
    },
    sagas: { make: 'create_image', delete: 'delete_image' },
    events: {
      requested: 'image.requested',
      made: 'image.made',
      failed: 'image.failed',
      deletionRequested: 'image.deletion_requested',
      deleted: 'image.deleted',
    },
  },
} as const satisfies Record<CopyKind, CopyFacts>

/** The saga that makes or deletes a copy of this kind. */
export type CopySaga<K extends CopyKind, Act extends 'make' | 'delete'> = (typeof copyKinds)[K]['sagas'][Act]

/** The life cycle of all kinds: the possible next states of each state. */
export const copyTransitions: Record<SnapshotState, readonly SnapshotState[]> = {
  creating: ['available', 'failed'],
  /** `deleted` directly when its volume or server is erased. */
  available: ['deleting', 'deleted'],
  /** `available` again when its deletion is undone. */
  deleting: ['deleted', 'available'],
  /** It does not exist on the hypervisor: a customer removes it from the list. */
  failed: ['deleted'],
  deleted: [],
}
