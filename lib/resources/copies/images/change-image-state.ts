import type { Tx } from '~/db/client'
import type { SnapshotState } from '~/db/schema/resources/snapshots'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type Change, changeState } from '../../common/change-state'
import { withNameCheck } from '../../common/record-new-resource'
import { recordTransition } from '../../common/record-transition'
import {
  findPrivateImage,
  insertPrivateImage,
  lockPrivateImageRow,
  type NewPrivateImageRow,
  type PrivateImageRow,
  updatePrivateImage,
} from './queries/images'

/** The image exists in state `creating`, with its first transition. @throws DomainError `name_taken` */
export async function recordNewImage(
  tx: Tx,
  ctx: OpContext,
  row: Omit<NewPrivateImageRow, 'state' | 'createdAt'>,
): Promise<void> {
  await withNameCheck(row.name, () =>
    insertPrivateImage(tx, { ...row, state: 'creating', createdAt: ctx.now }),
  )
  await recordTransition(tx, ctx, {
    organisationId: row.organisationId,
    resourceKind: 'image',
    resourceId: row.id,
    fromState: null,
    toState: 'creating',
    effectiveAt: ctx.now,
  })
}

/** The image as it is, without a lock. @throws DomainError `not_found`, another organisation's included */
export async function readImage(tx: Tx, id: Id<'privateImage'>): Promise<PrivateImageRow> {
  const row = await findPrivateImage(tx, id)
  if (!row) throw new DomainError('not_found')
  return row
}

/** The image, locked until the transaction ends. @throws DomainError `not_found` */
export async function lockImage(tx: Tx, id: Id<'privateImage'>): Promise<PrivateImageRow> {
  const row = await lockPrivateImageRow(tx, id)
  if (!row) throw new DomainError('not_found')
  return row
}

const privateImages = { kind: 'image', lock: lockPrivateImageRow, update: updatePrivateImage } as const

/** `changeState` of an image. */
export function changeImageState(
  tx: Tx,
  ctx: OpContext,
  id: Id<'privateImage'>,
  change: Change<SnapshotState, NewPrivateImageRow>,
): Promise<PrivateImageRow> {
  return changeState(tx, ctx, privateImages, id, change)
}
