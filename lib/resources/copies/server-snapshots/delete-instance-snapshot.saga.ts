import { snapshotOf } from '../../sagas/outside'
import { freeSnapshotRoom } from '../copy-room'
import { deletionSaga } from '../delete-copy.saga'
import { changeInstanceSnapshotState, readInstanceSnapshot } from './change-instance-snapshot-state'

/** Of a server's disk, whose room is part of its server's claim. */
export const deleteInstanceSnapshotSaga = deletionSaga({
  kind: 'delete_instance_snapshot',
  subject: 'snapshot',
  event: 'snapshot.deleted',
  remove: ({ saga, driver, call }) =>
    driver.deleteInstanceSnapshot(saga.input.instanceId, saga.resourceId, call()),
  change: (tx, ctx, saga, to) => changeInstanceSnapshotState(tx, ctx, snapshotOf(saga), to),
  free: async (tx, _ctx, saga) => freeSnapshotRoom(tx, await readInstanceSnapshot(tx, snapshotOf(saga))),
})
