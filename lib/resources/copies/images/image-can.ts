import type { InstanceState } from '~/db/schema/resources/compute'
import type { SnapshotState } from '~/db/schema/resources/snapshots'
import type { Decision } from '../../servers/instance-can'
import { type InstanceSnapshotRefusal, instanceSnapshotCan } from '../server-snapshots/instance-snapshot-can'

/** Images of one organisation, those on their way included. */
export const privateImagesMax = 40

export type ImageRefusal =
  | InstanceSnapshotRefusal
  | 'image_changing'
  | 'image_failed'
  | 'too_many_images'
  | 'images_not_sold'

type Instance = { state: InstanceState }
type Kept = { state: SnapshotState }

const decide = (reason: ImageRefusal | null): Decision<ImageRefusal> =>
  reason ? { allowed: false, reason } : { allowed: true }

/** Why an image that is not settled takes no act; null when it is. */
const unsettled = {
  creating: 'image_changing',
  available: null,
  deleting: 'image_changing',
  deleted: 'is_deleted',
  failed: 'image_failed',
} as const satisfies Record<SnapshotState, ImageRefusal | null>

/** What may be done with images of an organisation's own, and why not. Pure. */
export const imageCan = {
  /**
   * Of a stopped server, so that nothing writes meanwhile, or of one of its snapshots; `areSold` where a snapshot of
   * its disk has a price, which is the image's.
   */
  make(
    instance: Instance,
    snapshot: Kept | null,
    images: { held: number; areSold: boolean },
  ): Decision<ImageRefusal> {
    if (!snapshot && instance.state === 'running') return decide('is_running')
    const source = instanceSnapshotCan.copy(instance, snapshot ?? { state: 'available' })
    if (!source.allowed) return source
    if (!images.areSold) return decide('images_not_sold')
    return decide(images.held >= privateImagesMax ? 'too_many_images' : null)
  },
  /** A server may begin as it. */
  begin: (image: Kept): Decision<ImageRefusal> => decide(unsettled[image.state]),
  /** One that could not be made is only taken off the list. Not while a server begins as it. */
  delete(image: Kept, beginnings: number): Decision<ImageRefusal> {
    if (image.state === 'failed') return decide(null)
    return decide(unsettled[image.state] ?? (beginnings > 0 ? 'is_being_copied' : null))
  },
}
