import { withShared } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import type { ZoneView } from '../views'
import { listZones } from './list-zones'

/** Lists the zones that are not closed, on either site; their locations are public. */
export async function showZones(ctx: OpContext): Promise<ZoneView[]> {
  return withShared(ctx, listZones)
}
