import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeInventoryChange } from '../authorize-change'
import { convertViolations } from '../convert-violations'
import { insertRack } from '../queries/hosts'
import { type RegisterRackInput, registerRackInput } from './schema'

/** Adds a rack to the room, in which hosts can then be registered. */
export async function registerRack(ctx: OpContext, raw: RegisterRackInput): Promise<Id<'rack'>> {
  authorizeInventoryChange(ctx)
  const input = registerRackInput.parse(raw)
  const id = newId('rack', ctx.now.getTime())
  await convertViolations(() =>
    withShared(ctx, async (tx) => {
      await insertRack(tx, { ...input, id, roomId: input.roomId })
      await recordAudit(tx, ctx, 'rack.registered', {
        organisationId: null,
        kind: 'rack',
        id,
        details: input,
      })
    }),
  )
  return id
}
