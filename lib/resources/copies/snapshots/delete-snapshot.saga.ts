import { endAllocation } from '~/lib/placement'
import { snapshotOf } from '../../sagas/outside'
import { changeSnapshotState } from '../change-copy-state'
import { deletionSaga } from '../delete-copy.saga'

/** Of a volume. */
export const deleteSnapshotSaga = deletionSaga({
  kind: 'delete_snapshot',
  subject: 'snapshot',
  event: 'snapshot.deleted',
  remove: ({ saga, driver, call }) => driver.deleteSnapshot(saga.input.volumeId, saga.resourceId, call()),
  change: (tx, ctx, saga, to) => changeSnapshotState(tx, ctx, snapshotOf(saga), to),
  free: (tx, ctx, saga) => endAllocation(tx, snapshotOf(saga), 'released', ctx.now),
})
