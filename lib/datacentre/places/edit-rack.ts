import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeInventoryChange } from '../authorize-change'
import { convertViolations } from '../convert-violations'
import { listPlacesInRack, lockRack, updateRack } from './queries/edit'
import { type EditRackInput, editRackInput } from './schema'

/**
 * Changes the rack's name, row and height.
 *
 * @throws DomainError `not_found`, `name_taken`, `invalid_input` when a host is above the new height
 */
export async function editRack(ctx: OpContext, raw: EditRackInput): Promise<void> {
  authorizeInventoryChange(ctx)
  const { rackId: id, ...to } = editRackInput.parse(raw)
  const rackId = id
  await convertViolations(() =>
    withShared(ctx, async (tx) => {
      if (!(await lockRack(tx, rackId))) throw new DomainError('not_found')
      const above = (await listPlacesInRack(tx, rackId)).find(
        (host) => host.rackUnit !== null && host.rackUnit + host.heightUnits - 1 > to.units,
      )
      if (above) {
        throw new DomainError('invalid_input', {
          field: 'units',
          params: { reason: 'rack_too_low', host: above.name },
        })
      }
      await updateRack(tx, rackId, to)
      await recordAudit(tx, ctx, 'rack.changed', { organisationId: null, kind: 'rack', id, details: to })
    }),
  )
}
