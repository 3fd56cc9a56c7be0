import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeInventoryChange } from '../authorize-change'
import { convertViolations } from '../convert-violations'
import { insertPool } from '../queries/hosts'
import { type RegisterPoolInput, registerPoolInput } from './schema'

/** Adds a pool that sells its physical space minus its reserve. */
export async function registerPool(ctx: OpContext, raw: RegisterPoolInput): Promise<Id<'pool'>> {
  authorizeInventoryChange(ctx)
  const input = registerPoolInput.parse(raw)
  const id = newId('pool', ctx.now.getTime())
  await convertViolations(() =>
    withShared(ctx, async (tx) => {
      const gibFree = input.gibPhysical - input.gibReserved
      await insertPool(tx, { ...input, id, zoneId: input.zoneId, gibFree })
      await recordAudit(tx, ctx, 'pool.registered', {
        organisationId: null,
        kind: 'pool',
        id,
        details: input,
      })
    }),
  )
  return id
}
