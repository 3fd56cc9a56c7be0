import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { listSiteTotals } from '../queries/site-totals'
import { positionOf } from './site-position'
import type { SiteOnMap } from './views'

/** Every site with its hosts, its memory and its place on the map. */
export async function listSites(ctx: OpContext): Promise<SiteOnMap[]> {
  authorizeStaff(ctx, 'inventory:read')
  const rows = await withStaff(ctx, listSiteTotals)
  return rows.map(({ address, ...site }) => ({ ...site, position: positionOf(address) }))
}
