import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import {
  type InstanceRow,
  lockInstanceRow,
  lockVolumeRow,
  lockVolumesOf,
  selectInstanceRow,
  selectVolumeRow,
  type VolumeRow,
} from '../queries/resources'

/**
 * Locks the server until the transaction ends.
 *
 * @throws DomainError `not_found`, also for another organisation's; `forbidden` in a project with read access
 * only: row-level security does not allow locking its rows
 */
export async function lockInstance(tx: Tx, id: Id<'instance'>): Promise<InstanceRow> {
  const row = await lockInstanceRow(tx, id)
  if (!row) throw new DomainError((await selectInstanceRow(tx, id)) ? 'forbidden' : 'not_found')
  return row
}

/** Locks the volume until the transaction ends. @throws DomainError as `lockInstance` */
export async function lockVolume(tx: Tx, id: Id<'volume'>): Promise<VolumeRow> {
  const row = await lockVolumeRow(tx, id)
  if (!row) throw new DomainError((await selectVolumeRow(tx, id)) ? 'forbidden' : 'not_found')
  return row
}

/** Volumes attached to the server or changing, locked. Lock the server first: the lock order is fixed. */
export async function lockAttachedVolumes(tx: Tx, id: Id<'instance'>): Promise<VolumeRow[]> {
  return lockVolumesOf(tx, id)
}
