import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeInventoryChange } from '../authorize-change'
import { convertViolations } from '../convert-violations'
import { insertSite } from '../queries/hosts'
import { type RegisterSiteInput, registerSiteInput } from './schema'

/** Adds a site, without rooms, to the zone. */
export async function registerSite(ctx: OpContext, raw: RegisterSiteInput): Promise<Id<'site'>> {
  authorizeInventoryChange(ctx)
  const input = registerSiteInput.parse(raw)
  const id = newId('site', ctx.now.getTime())
  await convertViolations(() =>
    withShared(ctx, async (tx) => {
      await insertSite(tx, { ...input, id, zoneId: input.zoneId })
      await recordAudit(tx, ctx, 'site.registered', {
        organisationId: null,
        kind: 'site',
        id,
        details: input,
      })
    }),
  )
  return id
}
