import { endAllocation } from '~/lib/placement'
import { imageOf } from '../../sagas/outside'
import { deletionSaga } from '../delete-copy.saga'
import { changeImageState } from './change-image-state'

/** Of an organisation's own. */
export const deleteImageSaga = deletionSaga({
  kind: 'delete_image',
  subject: 'image',
  event: 'image.deleted',
  remove: (step) => step.driver.deleteImage(step.saga.resourceId, step.call()),
  change: (tx, ctx, saga, to) => changeImageState(tx, ctx, imageOf(saga), to),
  free: (tx, ctx, saga) => endAllocation(tx, imageOf(saga), 'released', ctx.now),
})
