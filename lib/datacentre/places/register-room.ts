import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeInventoryChange } from '../authorize-change'
import { convertViolations } from '../convert-violations'
import { insertRoom } from '../queries/hosts'
import { type RegisterRoomInput, registerRoomInput } from './schema'

/** Adds a room, without racks, to the site. */
export async function registerRoom(ctx: OpContext, raw: RegisterRoomInput): Promise<Id<'room'>> {
  authorizeInventoryChange(ctx)
  const input = registerRoomInput.parse(raw)
  const id = newId('room', ctx.now.getTime())
  await convertViolations(() =>
    withShared(ctx, async (tx) => {
      await insertRoom(tx, { ...input, id, siteId: input.siteId })
      await recordAudit(tx, ctx, 'room.registered', {
        organisationId: null,
        kind: 'room',
        id,
        details: input,
      })
    }),
  )
  return id
}
