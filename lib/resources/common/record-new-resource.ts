import type { Tx } from '~/db/client'
import { DomainError, sqlState, violatedConstraint } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { insertInstances, insertVolumes, type NewInstanceRow, type NewVolumeRow } from '../queries/resources'
import { recordFirstTransitions } from './record-transition'

export type NewInstance = Omit<NewInstanceRow, 'state' | 'createdAt'>
export type NewVolume = Omit<NewVolumeRow, 'state' | 'createdAt' | 'attachedInstanceId'>

/**
 * Inserts the servers in state `creating`, with their first transitions; provisions nothing.
 *
 * @throws DomainError `name_taken` when a live server of the project has one of the names
 */
export async function recordNewInstances(
  tx: Tx,
  ctx: OpContext,
  rows: readonly NewInstance[],
): Promise<void> {
  if (rows.length === 0) return
  const state = 'creating'
  await withNameCheck(namesOf(rows), () =>
    insertInstances(
      tx,
      rows.map((row) => ({ ...row, state, createdAt: ctx.now })),
    ),
  )
  await recordFirstTransitions(tx, ctx, rows, 'instance')
}

/**
 * Inserts the volumes in state `creating`, detached, with their first transitions. @throws DomainError
 * `name_taken`
 */
export async function recordNewVolumes(tx: Tx, ctx: OpContext, rows: readonly NewVolume[]): Promise<void> {
  if (rows.length === 0) return
  const state = 'creating'
  await withNameCheck(namesOf(rows), () =>
    insertVolumes(
      tx,
      rows.map((row) => ({ ...row, state, createdAt: ctx.now })),
    ),
  )
  await recordFirstTransitions(tx, ctx, rows, 'volume')
}

const namesOf = (rows: readonly { name: string }[]) => rows.map((row) => row.name).join(', ')

const nameIndexes = [
  'instances_name',
  'volumes_name',
  'volume_snapshots_name',
  'instance_snapshots_name',
  'private_images_name',
  'volume_backups_name',
  'balancers_name',
  'certificates_name',
]

/** Translates a violation of the unique index on names into `name_taken`. */
export async function withNameCheck<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (sqlState(error) === '23505' && nameIndexes.includes(violatedConstraint(error) ?? '')) {
      throw new DomainError('name_taken', { field: 'name', params: { name }, cause: error })
    }
    throw error
  }
}
