import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, requireFreshProof } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { refuseUnless } from '../../common/refuse'
import { recordSaga } from '../../sagas/record-saga'
import { changeImageState, lockImage } from './change-image-state'
import { imageCan } from './image-can'
import { countBeginnings } from './queries/images'

/**
 * The image is `deleting`: no server begins as it any more, and its billing ends when it is gone. Servers that began
 * as it stay. One that could not be made is taken off the list.
 *
 * @throws DomainError `proof_required`, `not_found`, `state_forbids`
 */
export async function deleteImage(
  ctx: OpContext,
  input: { imageId: Id<'privateImage'> },
): Promise<{ outcome: 'deleting'; sagaId: Id<'saga'> } | { outcome: 'removed' }> {
  authorize(ctx, 'instance:delete')
  await requireFreshProof(ctx)
  return withOrganisation(ctx, async (tx, organisationId) => {
    const image = await lockImage(tx, input.imageId)
    refuseUnless(imageCan.delete(image, await countBeginnings(tx, image.id)), image)
    const hasFailed = image.state === 'failed'
    await changeImageState(tx, ctx, image.id, {
      from: [image.state],
      to: hasFailed ? 'deleted' : 'deleting',
      effectiveAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'image.deletion_requested', {
      organisationId,
      kind: 'image',
      id: image.id,
      details: { name: image.name },
    })
    if (hasFailed) return { outcome: 'removed' }
    const sagaId = await recordSaga(tx, ctx, {
      kind: 'delete_image',
      organisationId,
      resourceKind: 'image',
      resourceId: image.id,
      input: {},
    })
    return { outcome: 'deleting', sagaId }
  })
}
