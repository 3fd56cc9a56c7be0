import { withShared } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import type { ZoneView } from '../views'
import { listZones } from './list-zones'

/** The zones that are not closed. For anybody on either site: where they stand is public. */
export async function showZones(ctx: OpContext): Promise<ZoneView[]> {
  return withShared(ctx, listZones)
}
