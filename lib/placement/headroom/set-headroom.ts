import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeInventoryChange } from '~/lib/datacentre'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { updateKeepsHeadroom } from './queries/headroom'
import { type SetHeadroomInput, setHeadroomInput } from './schema'

/**
 * Sets whether the zone keeps enough free capacity to lose any one rack, or sells everything. Other processes
 * follow within seconds. Existing resources stay.
 *
 * @throws DomainError `not_found`
 */
export async function setHeadroom(ctx: OpContext, raw: SetHeadroomInput): Promise<void> {
  authorizeInventoryChange(ctx)
  const { zoneId: id, keepsHeadroom } = setHeadroomInput.parse(raw)
  const zoneId = id
  await withShared(ctx, async (tx) => {
    if (!(await updateKeepsHeadroom(tx, zoneId, keepsHeadroom))) throw new DomainError('not_found')
    await recordAudit(tx, ctx, 'zone.headroom_changed', {
      organisationId: null,
      kind: 'zone',
      id: zoneId,
      details: { keepsHeadroom },
    })
  })
}
