import type { Tx } from '~/db/client'
import type { SnapshotState } from '~/db/schema/resources/snapshots'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { type Change, changeState } from '../common/change-state'
import { withNameCheck } from '../common/record-new-resource'
import { recordTransition } from '../common/record-transition'
import { copyKinds, copyTransitions } from './copy-kinds'
import {
  type CopyId,
  type CopyKind,
  type CopyRow,
  findCopy,
  insertCopy,
  lockCopyRow,
  type NewCopyRow,
  updateCopy,
} from './queries/copies'

/** A new copy, before its state and instant are set. */
export type NewCopy<K extends CopyKind> = { [P in K]: Omit<NewCopyRow<P>, 'state' | 'createdAt'> }[K]

/** Inserts the copy in state `creating`, with its first transition. @throws DomainError `name_taken` */
export async function recordNewCopy<K extends CopyKind>(
  tx: Tx,
  ctx: OpContext,
  kind: K,
  copy: NewCopy<CopyKind> & NewCopy<K>,
): Promise<void> {
  const row = { ...copy, state: 'creating' as const, createdAt: ctx.now }
  await withNameCheck(copy.name, () => insertCopy(tx, kind, row))
  await recordTransition(tx, ctx, {
    organisationId: copy.organisationId,
    resourceKind: copyKinds[kind].resourceKind,
    resourceId: copy.id,
    fromState: null,
    toState: 'creating',
    effectiveAt: ctx.now,
  })
}

/** The copy, without a lock. @throws DomainError `not_found`, also for another organisation's */
export async function readCopy<K extends CopyKind>(tx: Tx, kind: K, id: CopyId<K>): Promise<CopyRow<K>> {
  const row = await findCopy(tx, kind, id)
  if (!row) throw new DomainError('not_found')
  return row
}

/**
 * Locks the copy until the transaction ends. Lock the volume or server of a snapshot first: the lock order is
 * fixed.
 *
 * @throws DomainError `not_found`, also for another organisation's
 */
export async function lockCopy<K extends CopyKind>(tx: Tx, kind: K, id: CopyId<K>): Promise<CopyRow<K>> {
  const row = await lockCopyRow(tx, kind, id)
  if (!row) throw new DomainError('not_found')
  return row
}

/**
 * Moves the copy to state `to`, with its transition; its row stays locked.
 *
 * @throws DomainError `not_found`, `state_forbids` when it was in none of `from`
 */
export function changeCopyState<K extends CopyKind>(
  tx: Tx,
  ctx: OpContext,
  kind: K,
  id: CopyId<K>,
  change: Change<SnapshotState, NewCopyRow<CopyKind>>,
): Promise<CopyRow<K>> {
  const isKnown = change.from.every((from) => copyTransitions[from].includes(change.to))
  invariant(isKnown, `a copy goes from ${change.from} to ${change.to}`)
  const store = {
    kind: copyKinds[kind].resourceKind,
    lock: (inside: Tx, of: CopyId<K>) => lockCopyRow(inside, kind, of),
    update: (inside: Tx, of: CopyId<K>, from: SnapshotState, set: Partial<NewCopyRow<CopyKind>>) =>
      updateCopy(inside, kind, of, from, set),
  }
  return changeState(tx, ctx, store, id, change)
}
