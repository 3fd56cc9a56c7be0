import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { PrivateImageView } from './images/image-view'
import { readImages } from './images/read-images'

/** The images of the organisation's own, newest first; those that could not be made say why. */
export async function listImages(ctx: OpContext): Promise<PrivateImageView[]> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, (tx) => readImages(tx, ctx.now))
}
