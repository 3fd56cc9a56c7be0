import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeInventoryChange } from '../authorize-change'
import { convertViolations } from '../convert-violations'
import { updateRoom } from './queries/edit'
import { type EditRoomInput, editRoomInput } from './schema'

/** Changes the room's name and description. @throws DomainError `not_found`, `name_taken` */
export async function editRoom(ctx: OpContext, raw: EditRoomInput): Promise<void> {
  authorizeInventoryChange(ctx)
  const { roomId: id, ...to } = editRoomInput.parse(raw)
  await convertViolations(() =>
    withShared(ctx, async (tx) => {
      if (!(await updateRoom(tx, id, to))) throw new DomainError('not_found')
      await recordAudit(tx, ctx, 'room.changed', { organisationId: null, kind: 'room', id, details: to })
    }),
  )
}
