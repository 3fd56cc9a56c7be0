import type { SnapshotState } from '~/db/schema/resources/snapshots'
import type { Id } from '~/lib/kernel/ids'
import type { CopyId, CopyKind } from './queries/copies'

/** A copy of any kind for screens. Instants are ISO strings, cents decimal strings. */
export type CopyView<K extends CopyKind = CopyKind> = {
  id: CopyId<K>
  name: string
  state: SnapshotState
  sizeGib: number
  monthlyCents: string
  createdAt: string
  /** The instant of its content; null until it is available. */
  takenAt: string | null
  /**
   * How many volumes, servers, backups and images are being created from it; it cannot be deleted until then.
   */
  dependents: number
  failureCode: string | null
}

/** One snapshot of a volume; `scheduledFor` is the instant of its schedule. */
export type SnapshotView = CopyView<'volume_snapshot'> & { scheduledFor: string | null }

/** One snapshot of a server's root disk. */
export type InstanceSnapshotView = CopyView<'server_snapshot'>

type Zone = { id: Id<'zone'>; code: string; name: string }

/** The source of a copy, which may have been deleted since. */
type Source<Of extends 'volume' | 'instance'> = {
  id: Id<Of>
  name: string
  /** Whether the source's page still exists. */
  isThere: boolean
}

export type BackupView = CopyView<'backup'> & {
  /** Where it is stored. */
  zone: Zone
  volumeClass: 'fast' | 'standard' | 'archive'
  volume: Source<'volume'>
}

export type PrivateImageView = CopyView<'image'> & {
  zone: Zone
  /** The bundle of its source server. */
  bundleId: Id<'bundle'>
  /** The catalogue image of its root disk. */
  base: string
  server: Source<'instance'>
}
