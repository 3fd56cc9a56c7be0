import { and, asc, eq, gt, inArray, lte, notExists, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { sagas } from '~/db/schema/provisioning'
import { volumeBackups } from '~/db/schema/resources/backups'
import { instances, volumes } from '~/db/schema/resources/compute'
import { privateImages } from '~/db/schema/resources/images'
import { instanceSnapshots, volumeSnapshots } from '~/db/schema/resources/snapshots'

const batch = 100

/** Servers past their grace period without a running operation; those deleted until `heldUntil` wait. */
export async function listInstancesToPurge(tx: Tx, now: Date, heldUntil: Date | null) {
  return tx
    .select({ id: instances.id, organisationId: instances.organisationId })
    .from(instances)
    .where(
      and(
        eq(instances.state, 'deleted'),
        lte(instances.purgeAfter, now),
        heldUntil ? gt(instances.deletedAt, heldUntil) : undefined,
        notExists(liveSagaOf(tx, instances.id)),
        notExists(movingInstanceSnapshotOf(tx)),
        notExists(imageOnTheWayOf(tx)),
      ),
    )
    .orderBy(asc(instances.purgeAfter))
    .limit(batch)
}

export async function listVolumesToPurge(tx: Tx, now: Date, heldUntil: Date | null) {
  return tx
    .select({ id: volumes.id, organisationId: volumes.organisationId })
    .from(volumes)
    .where(
      and(
        eq(volumes.state, 'deleted'),
        lte(volumes.purgeAfter, now),
        heldUntil ? gt(volumes.deletedAt, heldUntil) : undefined,
        notExists(liveSagaOf(tx, volumes.id)),
        notExists(movingSnapshotOf(tx)),
        notExists(backupOnTheWayOf(tx)),
      ),
    )
    .orderBy(asc(volumes.purgeAfter))
    .limit(batch)
}

function liveSagaOf(tx: Tx, resourceId: typeof instances.id | typeof volumes.id) {
  return tx
    .select({ one: sql`1` })
    .from(sagas)
    .where(and(eq(sagas.resourceId, resourceId), sql`${sagas.state} in ('running', 'undoing', 'parked')`))
}

function movingSnapshotOf(tx: Tx) {
  return tx
    .select({ one: sql`1` })
    .from(volumeSnapshots)
    .where(
      and(eq(volumeSnapshots.volumeId, volumes.id), inArray(volumeSnapshots.state, ['creating', 'deleting'])),
    )
}

function movingInstanceSnapshotOf(tx: Tx) {
  return tx
    .select({ one: sql`1` })
    .from(instanceSnapshots)
    .where(
      and(
        eq(instanceSnapshots.instanceId, instances.id),
        inArray(instanceSnapshots.state, ['creating', 'deleting']),
      ),
    )
}

function imageOnTheWayOf(tx: Tx) {
  return tx
    .select({ one: sql`1` })
    .from(privateImages)
    .where(and(eq(privateImages.instanceId, instances.id), eq(privateImages.state, 'creating')))
}

function backupOnTheWayOf(tx: Tx) {
  return tx
    .select({ one: sql`1` })
    .from(volumeBackups)
    .where(and(eq(volumeBackups.volumeId, volumes.id), eq(volumeBackups.state, 'creating')))
}
