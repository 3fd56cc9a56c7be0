import { withSystem } from '~/db/client'
import {
  type BilledOrganisation,
  listBilledOrganisations,
} from '~/db/queries/billing/exports/billed-organisations'
import { authorizeSystem } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'

/** The organisations that something was issued to in a month, or the one named. */
export async function listBilled(
  ctx: OpContext,
  input: { period: string; organisationId: Id<'organisation'> | null },
): Promise<BilledOrganisation[]> {
  authorizeSystem(ctx)
  return withSystem(ctx, (tx) => listBilledOrganisations(tx, input.period, input.organisationId))
}
