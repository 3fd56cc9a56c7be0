import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeCatalogueChange } from '../authorize-change'
import { insertZone } from '../queries/catalogue'
import { type DefineZoneInput, defineZoneInput } from '../schema'

/** Defines a zone, in service and empty: without a host it sells nothing. */
export async function defineZone(ctx: OpContext, raw: DefineZoneInput): Promise<Id<'zone'>> {
  authorizeCatalogueChange(ctx)
  const input = defineZoneInput.parse(raw)
  const id = newId('zone', ctx.now.getTime())
  await withShared(ctx, async (tx) => {
    // What a hypervisor has is known once it was read.
    const networkTechnology = input.driver === 'incus' ? 'bridges' : 'ovn'
    await insertZone(tx, { id, state: 'in_service', networkTechnology, ...input })
    await recordAudit(tx, ctx, 'zone.defined', { organisationId: null, kind: 'zone', id, details: input })
  })
  return id
}
