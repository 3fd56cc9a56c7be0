import type { Tx } from '~/db/client'
import type { SnapshotState } from '~/db/schema/resources/snapshots'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type Change, changeState } from '../../common/change-state'
import { withNameCheck } from '../../common/record-new-resource'
import { recordTransition } from '../../common/record-transition'
import {
  findInstanceSnapshot,
  type InstanceSnapshotRow,
  insertInstanceSnapshot,
  lockInstanceSnapshotRow,
  type NewInstanceSnapshotRow,
  updateInstanceSnapshot,
} from './queries/instance-snapshots'

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

const snapshots = { kind: 'snapshot', lock: lockInstanceSnapshotRow, update: updateInstanceSnapshot } as const

/** `changeState` of a snapshot of a server’s disk. */
export function changeInstanceSnapshotState(
  tx: Tx,
  ctx: OpContext,
  id: Id<'snapshot'>,
  change: Change<SnapshotState, NewInstanceSnapshotRow>,
): Promise<InstanceSnapshotRow> {
  return changeState(tx, ctx, snapshots, id, change)
}
