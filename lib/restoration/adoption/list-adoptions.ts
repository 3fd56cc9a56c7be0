import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { AdoptionView } from '../client'
import { listLastAdoptions } from './queries/adoptions'

/** The last adoption of each of these objects. */
export async function listAdoptions(
  ctx: OpContext,
  quarantineIds: readonly Id<'quarantine'>[],
): Promise<Record<string, AdoptionView>> {
  authorizeStaff(ctx, 'inventory:read')
  const rows = await withStaff(ctx, (tx) => listLastAdoptions(tx, quarantineIds))
  return Object.fromEntries(
    [...rows].map(([id, { state, refusal }]) => [id, { state, refusal: refusal as AdoptionView['refusal'] }]),
  )
}
