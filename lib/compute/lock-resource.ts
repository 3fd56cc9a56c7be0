import type { Tx } from '~/db/client'
import {
  type InstanceRow,
  lockInstanceRow,
  lockVolumeRow,
  lockVolumesOf,
  type VolumeRow,
} from '~/db/queries/compute/resources'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'

/** The server, locked until the transaction ends. @throws DomainError `not_found`, another organisation's included */
export async function lockInstance(tx: Tx, id: Id<'instance'>): Promise<InstanceRow> {
  const row = await lockInstanceRow(tx, id)
  if (!row) throw new DomainError('not_found')
  return row
}

/** The volume, locked until the transaction ends. @throws DomainError `not_found` */
export async function lockVolume(tx: Tx, id: Id<'volume'>): Promise<VolumeRow> {
  const row = await lockVolumeRow(tx, id)
  if (!row) throw new DomainError('not_found')
  return row
}

/** Volumes attached to the server or on their way, locked. Lock the server first: the order is fixed. */
export async function lockAttachedVolumes(tx: Tx, id: Id<'instance'>): Promise<VolumeRow[]> {
  return lockVolumesOf(tx, id)
}
