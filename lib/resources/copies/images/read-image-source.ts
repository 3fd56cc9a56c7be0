import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { refuseUnless } from '../../common/refuse'
import { lockImage } from './change-image-state'
import { imageCan } from './image-can'

/**
 * A server may begin as this image now, and may until the transaction ends: where that is, which image of the
 * catalogue is at its root, and how large its disk is at least.
 *
 * @throws DomainError `not_found`, `state_forbids`
 */
export async function readImageSource(tx: Tx, id: Id<'privateImage'>) {
  const image = await lockImage(tx, id)
  refuseUnless(imageCan.begin(image), image)
  const { zoneId, imageId, sizeGib } = image
  return { zoneId, imageId, sizeGib }
}
