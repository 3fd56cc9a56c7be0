import type { SnapshotState } from '~/db/schema/resources/snapshots'
import type { Id } from '~/lib/kernel/ids'
import type { PlaceView } from '../../common/views'

/** One image of an organisation's own; `madeAt` null until the hypervisor has it whole. */
export type PrivateImageView = {
  id: Id<'privateImage'>
  name: string
  state: SnapshotState
  sizeGib: number
  zone: PlaceView
  /** The bundle of the server that it was made of. */
  bundleId: Id<'bundle'>
  /** The image of the catalogue at its root. */
  base: string
  /** What it was made of; its page is there while `isThere`. */
  server: { id: Id<'instance'>; name: string; isThere: boolean }
  monthlyCents: string
  /** Servers on their way to begin as it. */
  beginnings: number
  createdAt: string
  madeAt: string | null
  failureCode: string | null
}
