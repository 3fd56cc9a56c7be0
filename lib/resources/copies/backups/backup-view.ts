import type { SnapshotState } from '~/db/schema/resources/snapshots'
import type { Id } from '~/lib/kernel/ids'
import type { PlaceView } from '../../common/views'

/** One backup of a volume; `takenAt`, the moment that it holds, is null until it is there. */
export type BackupView = {
  id: Id<'backup'>
  name: string
  state: SnapshotState
  sizeGib: number
  /** Where it is kept. */
  zone: PlaceView
  volumeClass: 'fast' | 'standard' | 'archive'
  /** What it was made of; its page is there while `isThere`. */
  volume: { id: Id<'volume'>; name: string; isThere: boolean }
  monthlyCents: string
  /** Volumes on their way to begin as it. */
  restorations: number
  createdAt: string
  takenAt: string | null
  failureCode: string | null
}
