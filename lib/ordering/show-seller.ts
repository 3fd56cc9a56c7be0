import { withShared } from '~/db/client'
import { findDefaultSeller } from '~/db/queries/ordering/selling'
import type { OpContext } from '~/lib/kernel/op-context'

/** Who publishes the site and sells on it, for the legal notice; null while nobody declared it. Public. */
export async function showSeller(
  ctx: OpContext,
): Promise<{ legalName: string; siren: string; vatNumber: string } | null> {
  return withShared(ctx, findDefaultSeller)
}
