import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { RelocationSummary } from './client'
import * as queries from './queries/relocations'
import { relocationSummary } from './relocation-summary'

const shownMax = 50

/** The relocations of all zones, those that are not over first, then the newest. */
export async function listRelocations(ctx: OpContext): Promise<RelocationSummary[]> {
  authorizeStaff(ctx, 'inventory:read')
  return withStaff(ctx, async (tx) =>
    (await queries.listRelocations(tx, {}, shownMax)).map(relocationSummary),
  )
}
