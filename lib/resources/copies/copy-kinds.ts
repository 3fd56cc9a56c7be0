import type { SnapshotState } from '~/db/schema/resources/snapshots'
import type { CopyKind } from './queries/copies'

/**
 * A copy is what a disk held at one moment, kept for a customer and billed. The four kinds share one life (below, and
 * `change-copy-state.ts`); this table is what differs as a name or a number. What differs in substance:
 *
 * - A volume snapshot lies in its volume's pool, with a claim of its own there, and is erased with the volume.
 * - A server snapshot lies on the server's host, moves with the server and is erased with it. Its room is part of the
 *   server's claim, so the server is locked before it changes.
 * - A backup lies away from its volume, on a pool of another class or in another zone, and outlives the volume.
 * - An image is made of a server's root disk, lies on a pool of the server's zone and outlives the server.
 */
type CopyFacts = {
  /** How transitions, sagas, claims, audit rows and usage name it. */
  resourceKind: 'snapshot' | 'backup' | 'image'
  /** What it is billed by, while it is `available` or `deleting`, at the price of its source's bundle. */
  meter: 'snapshot' | 'disk_snapshot'
  /** How many may be held or on their way: snapshots of one source, backups and images of one organisation. */
  max: number
  /** The kind of schedule that may take it. */
  schedule: 'snapshot' | 'backup' | null
  /** Why there is no capacity for it, as `errors.reason` names it. */
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

/** The one life of all kinds: from each state, where a copy may go. */
export const copyTransitions: Record<SnapshotState, readonly SnapshotState[]> = {
  creating: ['available', 'failed'],
  /** `deleted` at once when its volume or server is erased. */
  available: ['deleting', 'deleted'],
  /** `available` again when its deletion is undone. */
  deleting: ['deleted', 'available'],
  /** It does not exist outside: a customer takes it off the list. */
  failed: ['deleted'],
  deleted: [],
}
