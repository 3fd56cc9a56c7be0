import { withStaff } from '~/db/client'
import { authorizeStaff, readSamePeople } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { AdoptionView } from '../client'
import { listLastAdoptions } from './queries/adoptions'

/** The last adoption of each of these objects. */
export async function listAdoptions(
  ctx: OpContext,
  quarantineIds: readonly Id<'quarantine'>[],
): Promise<Record<string, AdoptionView>> {
  const staffId = authorizeStaff(ctx, 'inventory:read')
  return withStaff(ctx, async (tx) => {
    const rows = await listLastAdoptions(tx, quarantineIds)
    const isSame = await readSamePeople(
      tx,
      staffId,
      rows.map(({ adoption }) => adoption.proposedByStaffId),
    )
    return Object.fromEntries(
      rows.map(
        ({ adoption: { id, quarantineId, state, reason, proposedByStaffId, refusal }, proposedBy }) => [
          quarantineId,
          {
            id,
            state,
            reason,
            proposedBy,
            needsAnother: isSame(proposedByStaffId),
            refusal: refusal as AdoptionView['refusal'],
          },
        ],
      ),
    )
  })
}
