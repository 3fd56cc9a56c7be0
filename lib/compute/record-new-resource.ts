import type { Tx } from '~/db/client'
import {
  insertInstance,
  insertVolume,
  type NewInstanceRow,
  type NewVolumeRow,
} from '~/db/queries/compute/resources'
import { DomainError, sqlState, violatedConstraint } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { recordTransition } from './record-transition'

export type NewInstance = Omit<NewInstanceRow, 'state' | 'createdAt'>
export type NewVolume = Omit<NewVolumeRow, 'state' | 'createdAt' | 'attachedInstanceId'>

/**
 * The server exists in state `creating`, with its first transition; nothing is provisioned by this.
 *
 * @throws DomainError `name_taken` when a live server of the project has the name
 */
export async function recordNewInstance(tx: Tx, ctx: OpContext, row: NewInstance): Promise<void> {
  await withNameCheck(row.name, () => insertInstance(tx, { ...row, state: 'creating', createdAt: ctx.now }))
  await recordTransition(tx, ctx, {
    organisationId: row.organisationId,
    resourceKind: 'instance',
    resourceId: row.id,
    fromState: null,
    toState: 'creating',
    effectiveAt: ctx.now,
  })
}

/** The volume exists in state `creating`, detached, with its first transition. @throws DomainError `name_taken` */
export async function recordNewVolume(tx: Tx, ctx: OpContext, row: NewVolume): Promise<void> {
  await withNameCheck(row.name, () => insertVolume(tx, { ...row, state: 'creating', createdAt: ctx.now }))
  await recordTransition(tx, ctx, {
    organisationId: row.organisationId,
    resourceKind: 'volume',
    resourceId: row.id,
    fromState: null,
    toState: 'creating',
    effectiveAt: ctx.now,
  })
}

const nameIndexes = ['instances_name', 'volumes_name', 'volume_snapshots_name', 'instance_snapshots_name']

/** The unique index decides about a name; its refusal becomes ours. */
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
