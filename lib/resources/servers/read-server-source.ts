import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { refuseUnless } from '../common/refuse'
import { instanceSnapshotCan } from '../copies/server-snapshots/instance-snapshot-can'
import { findInstanceSnapshot } from '../copies/server-snapshots/queries/instance-snapshots'
import { selectInstanceRow } from '../queries/resources'

/**
 * Another server may begin as this snapshot now: where and in which project that is, which image it comes from, whose keys it had, and
 * how large its disk is at least.
 *
 * @throws DomainError `not_found`, `state_forbids`
 */
export async function readServerSource(tx: Tx, snapshotId: Id<'snapshot'>) {
  const snapshot = await findInstanceSnapshot(tx, snapshotId)
  const instance = snapshot && (await selectInstanceRow(tx, snapshot.instanceId))
  if (!snapshot || !instance) throw new DomainError('not_found')
  refuseUnless(instanceSnapshotCan.copy(instance, snapshot), snapshot)
  const { projectId, zoneId, imageId, sshKeyIds } = instance
  return { instanceId: instance.id, projectId, zoneId, imageId, sshKeyIds, sizeGib: snapshot.sizeGib }
}
