import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type BilledOrganisation, listBilledOrganisations } from './queries/billed-organisations'
import { listUsingOrganisations, type UsingOrganisation } from './queries/usage-records'
import { usageScope } from './read-usage-records'

/** Organisations with documents issued in a month, or the given one. */
export async function listOrganisationsWithDocuments(
  ctx: OpContext,
  input: { period: string; organisationId: Id<'organisation'> | null },
): Promise<BilledOrganisation[]> {
  authorizeSystem(ctx)
  return withSystem(ctx, (tx) => listBilledOrganisations(tx, input.period, input.organisationId))
}

/** Organisations with usage in a month, or the given one. */
export async function listOrganisationsWithUsage(
  ctx: OpContext,
  input: { period: string; organisationId: Id<'organisation'> | null },
): Promise<UsingOrganisation[]> {
  authorizeSystem(ctx)
  return withSystem(ctx, (tx) => listUsingOrganisations(tx, usageScope(input, ctx.now)))
}
