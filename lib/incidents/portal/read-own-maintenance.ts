import { type Tx, withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { OwnMaintenance } from '../client'
import { maintenanceSummary } from '../maintenance/views'
import { listMaintenance, listNamedMaintenanceResources } from '../queries/maintenance'

const shownMax = 100

/** Work on resources visible to this member, latest first. */
export async function listOwnMaintenance(ctx: OpContext): Promise<OwnMaintenance[]> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, (tx, organisationId) => ownMaintenance(tx, ctx.now, organisationId))
}

/** In a transaction of the organisation; with `endingAfter`, only work that ends later. */
export async function ownMaintenance(
  tx: Tx,
  now: Date,
  organisationId: Id<'organisation'>,
  endingAfter?: Date,
): Promise<OwnMaintenance[]> {
  const filter = { ownOf: organisationId, ...(endingAfter && { endingAfter }) }
  const rows = await listMaintenance(tx, filter, shownMax)
  const touched = groupedBy(
    await listNamedMaintenanceResources(
      tx,
      rows.map(({ window }) => window.id),
    ),
    ({ maintenanceId }) => maintenanceId,
  )
  return rows.map((row) => ({
    ...maintenanceSummary(row, now),
    touched: (touched.get(row.window.id) ?? []).map(({ id, kind, name }) => ({ id, kind, name })),
  }))
}
