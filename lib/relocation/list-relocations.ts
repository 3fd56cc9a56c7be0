import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { RelocationSummary } from './client'
import * as queries from './queries/relocations'
import { relocationSummary } from './relocation-summary'

const shownMax = 50

/** Lists the relocations of all zones, unfinished ones first, then the newest. */
export async function listRelocations(ctx: OpContext): Promise<RelocationSummary[]> {
  authorizeStaff(ctx, 'inventory:read')
  return withStaff(ctx, async (tx) =>
    (await queries.listRelocations(tx, {}, shownMax)).map(relocationSummary),
  )
}
