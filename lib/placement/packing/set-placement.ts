import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeInventoryChange } from '~/lib/datacentre'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { lockPlacementOf, updatePlacement } from './queries/packing'
import { type SetPlacementInput, setPlacementInput } from './schema'

/**
 * Sets whether the zone spreads its servers over its hosts, or packs them onto few; other processes follow
 * within seconds. No server moves. A bundle with a policy of its own keeps it.
 *
 * @throws DomainError `not_found`
 */
export async function setPlacement(ctx: OpContext, raw: SetPlacementInput): Promise<void> {
  authorizeInventoryChange(ctx)
  const { zoneId, placement } = setPlacementInput.parse(raw)
  await withShared(ctx, async (tx) => {
    const before = await lockPlacementOf(tx, zoneId)
    if (!before) throw new DomainError('not_found')
    if (before === placement) return
    await updatePlacement(tx, zoneId, placement)
    await recordAudit(tx, ctx, 'zone.placement_changed', {
      organisationId: null,
      kind: 'zone',
      id: zoneId,
      details: { placement },
    })
  })
}
