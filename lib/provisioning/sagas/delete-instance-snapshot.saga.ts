import { changeInstanceSnapshotState, readInstanceSnapshot } from '~/lib/compute'
import { freeSnapshotRoom } from '../snapshot-room'
import { deletionSaga } from './deletion'
import { snapshotOf } from './outside'

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
