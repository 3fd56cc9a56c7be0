import type { Tx } from '~/db/client'
import {
  findInstanceSnapshot,
  type InstanceSnapshotRow,
  insertInstanceSnapshot,
  lockInstanceSnapshotRow,
  type NewInstanceSnapshotRow,
  updateInstanceSnapshot,
} from '~/db/queries/compute/instance-snapshots'
import type { SnapshotState } from '~/db/schema/compute-snapshots'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { Change } from './change-state'
import { withNameCheck } from './record-new-resource'
import { recordTransition } from './record-transition'

export type NewInstanceSnapshot = Omit<NewInstanceSnapshotRow, 'state' | 'createdAt'>

/** The snapshot exists in state `creating`, with its first transition. @throws DomainError `name_taken` */
export async function recordNewInstanceSnapshot(
  tx: Tx,
  ctx: OpContext,
  row: NewInstanceSnapshot,
): Promise<void> {
  await withNameCheck(row.name, () =>
    insertInstanceSnapshot(tx, { ...row, state: 'creating', createdAt: ctx.now }),
  )
  await recordTransition(tx, ctx, {
    organisationId: row.organisationId,
    resourceKind: 'snapshot',
    resourceId: row.id,
    fromState: null,
    toState: 'creating',
    effectiveAt: ctx.now,
  })
}

/** The snapshot as it is, without a lock. @throws DomainError `not_found` */
export async function readInstanceSnapshot(tx: Tx, id: Id<'snapshot'>): Promise<InstanceSnapshotRow> {
  const row = await findInstanceSnapshot(tx, id)
  if (!row) throw new DomainError('not_found')
  return row
}

/** Whose snapshot it is. @throws DomainError `not_found`, another organisation's included */
export async function instanceOfSnapshot(tx: Tx, id: Id<'snapshot'>): Promise<Id<'instance'>> {
  return (await readInstanceSnapshot(tx, id)).instanceId
}

/** The snapshot, locked until the transaction ends. Lock its server first. @throws DomainError `not_found` */
export async function lockInstanceSnapshot(tx: Tx, id: Id<'snapshot'>): Promise<InstanceSnapshotRow> {
  const row = await lockInstanceSnapshotRow(tx, id)
  if (!row) throw new DomainError('not_found')
  return row
}

/**
 * The snapshot is in state `to` and the transition is written, in this transaction; its row stays locked.
 *
 * @throws DomainError `not_found`, `state_forbids` when it was in none of `from`
 */
export async function changeInstanceSnapshotState(
  tx: Tx,
  ctx: OpContext,
  id: Id<'snapshot'>,
  change: Change<SnapshotState, NewInstanceSnapshotRow>,
): Promise<InstanceSnapshotRow> {
  const row = await lockInstanceSnapshot(tx, id)
  if (!change.from.includes(row.state))
    throw new DomainError('state_forbids', { params: { state: row.state } })
  const updated = await updateInstanceSnapshot(tx, id, row.state, { ...change.set, state: change.to })
  invariant(updated, 'a locked row kept its state')
  await recordTransition(tx, ctx, {
    organisationId: row.organisationId,
    resourceKind: 'snapshot',
    resourceId: id,
    fromState: row.state,
    toState: change.to,
    effectiveAt: change.effectiveAt,
  })
  return updated
}
