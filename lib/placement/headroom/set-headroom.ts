import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeInventoryChange } from '~/lib/datacentre'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { updateKeepsHeadroom } from './queries/headroom'
import { type SetHeadroomInput, setHeadroomInput } from './schema'

/**
 * The zone sells only while everything still fits when any one of its racks is lost, or sells all it has. Orders
 * under way in another process follow within seconds. What stands already stays.
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
