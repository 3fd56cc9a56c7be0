import type { SnapshotState } from '~/db/schema/resources/snapshots'
import type { Id } from '~/lib/kernel/ids'
import type { CopyId, CopyKind } from './queries/copies'

/** What screens show of a copy of any kind. Instants are ISO strings, cents decimal strings. */
export type CopyView<K extends CopyKind = CopyKind> = {
  id: CopyId<K>
  name: string
  state: SnapshotState
  sizeGib: number
  monthlyCents: string
  createdAt: string
  /** The moment that it holds; null until it is available. */
  takenAt: string | null
  /** How many volumes, servers, backups and images are on their way to begin as it: it stays until then. */
  dependents: number
  failureCode: string | null
}

/** One snapshot of a volume; `scheduledFor` is the instant of the schedule that took it. */
export type SnapshotView = CopyView<'volume_snapshot'> & { scheduledFor: string | null }

/** One snapshot of a server's root disk. */
export type InstanceSnapshotView = CopyView<'server_snapshot'>

type Zone = { id: Id<'zone'>; code: string; name: string }

/** What a copy was made of, which it may outlive. */
type Source<Of extends 'volume' | 'instance'> = {
  id: Id<Of>
  name: string
  /** Its page still exists. */
  isThere: boolean
}

export type BackupView = CopyView<'backup'> & {
  /** Where it is kept. */
  zone: Zone
  volumeClass: 'fast' | 'standard' | 'archive'
  volume: Source<'volume'>
}

export type PrivateImageView = CopyView<'image'> & {
  zone: Zone
  /** The bundle of the server that it was made of. */
  bundleId: Id<'bundle'>
  /** The image of the catalogue at its root. */
  base: string
  server: Source<'instance'>
}
