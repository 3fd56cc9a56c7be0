import { withShared } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { findDefaultSeller, findIsDemonstration, type SellerRow } from '../queries/selling'
import type { SellerView } from '../views'

/** Who publishes the site and sells on it; null while nobody declared it. Public: the law has it printed. */
export async function showSeller(ctx: OpContext): Promise<SellerView | null> {
  return withShared(ctx, async (tx) => {
    const row = await findDefaultSeller(tx)
    if (!row) return null
    const { legalName, siren, vatNumber } = row
    return {
      legalName,
      siren,
      vatNumber,
      isDemonstration: await findIsDemonstration(tx),
      imprint: imprintOf(row),
    }
  })
}

/** All of what must be printed, or nothing: half of it would look like the whole. */
function imprintOf(row: SellerRow): SellerView['imprint'] {
  const { legalForm, shareCapitalCents, registryCity, address, phone, email, publicationDirector } = row
  if (!legalForm || shareCapitalCents === null || !registryCity || !address) return null
  if (!phone || !email || !publicationDirector) return null
  return { legalForm, shareCapitalCents, registryCity, address, phone, email, publicationDirector }
}
