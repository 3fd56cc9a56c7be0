import type { Tx } from '~/db/client'
import type { SnapshotState } from '~/db/schema/resources/snapshots'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type Change, changeState } from '../common/change-state'
import { withNameCheck } from '../common/record-new-resource'
import { recordTransition } from '../common/record-transition'
import {
  findSnapshot,
  insertSnapshot,
  lockSnapshotRow,
  type NewSnapshotRow,
  type SnapshotRow,
  updateSnapshot,
} from './queries/copies'

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

/** The snapshot as it is, without a lock. @throws DomainError `not_found` */
export async function readSnapshot(tx: Tx, id: Id<'snapshot'>): Promise<SnapshotRow> {
  const row = await findSnapshot(tx, id)
  if (!row) throw new DomainError('not_found')
  return row
}

/** The snapshot, locked until the transaction ends. Lock its volume first. @throws DomainError `not_found` */
export async function lockSnapshot(tx: Tx, id: Id<'snapshot'>): Promise<SnapshotRow> {
  const row = await lockSnapshotRow(tx, id)
  if (!row) throw new DomainError('not_found')
  return row
}

const snapshots = { kind: 'snapshot', lock: lockSnapshotRow, update: updateSnapshot } as const

/** `changeState` of a snapshot of a volume. */
export function changeSnapshotState(
  tx: Tx,
  ctx: OpContext,
  id: Id<'snapshot'>,
  change: Change<SnapshotState, NewSnapshotRow>,
): Promise<SnapshotRow> {
  return changeState(tx, ctx, snapshots, id, change)
}
