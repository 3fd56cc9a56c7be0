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
 * The server, locked until the transaction ends.
 *
 * @throws DomainError `not_found`, another organisation's included; `forbidden` in a project that is read alone: its
 *   rows cannot be locked for a change (row-level security)
 */
export async function lockInstance(tx: Tx, id: Id<'instance'>): Promise<InstanceRow> {
  const row = await lockInstanceRow(tx, id)
  if (!row) throw new DomainError((await selectInstanceRow(tx, id)) ? 'forbidden' : 'not_found')
  return row
}

/** The volume, locked until the transaction ends. @throws DomainError as `lockInstance` */
export async function lockVolume(tx: Tx, id: Id<'volume'>): Promise<VolumeRow> {
  const row = await lockVolumeRow(tx, id)
  if (!row) throw new DomainError((await selectVolumeRow(tx, id)) ? 'forbidden' : 'not_found')
  return row
}

/** Volumes attached to the server or on their way, locked. Lock the server first: the order is fixed. */
export async function lockAttachedVolumes(tx: Tx, id: Id<'instance'>): Promise<VolumeRow[]> {
  return lockVolumesOf(tx, id)
}
