import type { Tx } from '~/db/client'
import {
  insertSnapshot,
  lockSnapshotRow,
  type NewSnapshotRow,
  type SnapshotRow,
  updateSnapshot,
} from '~/db/queries/compute/snapshots'
import type { SnapshotState } from '~/db/schema/compute-snapshots'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { Change } from './change-state'
import { withNameCheck } from './record-new-resource'
import { recordTransition } from './record-transition'

export type NewSnapshot = Omit<NewSnapshotRow, 'state' | 'createdAt'>

/** The snapshot exists in state `creating`, with its first transition. @throws DomainError `name_taken` */
export async function recordNewSnapshot(tx: Tx, ctx: OpContext, row: NewSnapshot): Promise<void> {
  await withNameCheck(row.name, () => insertSnapshot(tx, { ...row, state: 'creating', createdAt: ctx.now }))
  await recordTransition(tx, ctx, {
    organisationId: row.organisationId,
    resourceKind: 'snapshot',
    resourceId: row.id,
    fromState: null,
    toState: 'creating',
    effectiveAt: ctx.now,
  })
}

/** The snapshot, locked until the transaction ends. Lock its volume first. @throws DomainError `not_found` */
export async function lockSnapshot(tx: Tx, id: Id<'snapshot'>): Promise<SnapshotRow> {
  const row = await lockSnapshotRow(tx, id)
  if (!row) throw new DomainError('not_found')
  return row
}

/**
 * The snapshot is in state `to` and the transition is written, in this transaction; its row stays locked.
 *
 * @throws DomainError `not_found`, `state_forbids` when it was in none of `from`
 */
export async function changeSnapshotState(
  tx: Tx,
  ctx: OpContext,
  id: Id<'snapshot'>,
  change: Change<SnapshotState, NewSnapshotRow>,
): Promise<SnapshotRow> {
  const row = await lockSnapshot(tx, id)
  if (!change.from.includes(row.state))
    throw new DomainError('state_forbids', { params: { state: row.state } })
  const updated = await updateSnapshot(tx, id, row.state, { ...change.set, state: change.to })
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
