import { withShared } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { findDefaultSeller, findIsDemonstration, type SellerRow } from '../queries/selling'
import type { SellerView } from '../views'

/** The site's publisher and seller; null before it is declared. Public, as the law requires. */
export async function showSeller(ctx: OpContext): Promise<SellerView | null> {
  return withShared(ctx, async (tx) => {
    const row = await findDefaultSeller(tx)
    if (!row) return null
    const { legalName, siren, vatNumber, owners, declaredAt } = row
    return {
      legalName,
      siren,
      vatNumber,
      isDemonstration: await findIsDemonstration(tx),
      imprint: imprintOf(row),
      owners,
      declaredAt: declaredAt?.toISOString() ?? null,
    }
  })
}

/** Complete or null: a partial imprint would look complete. */
function imprintOf(row: SellerRow): SellerView['imprint'] {
  const { legalForm, shareCapitalCents, registryCity, address, phone, email, publicationDirector } = row
  if (!legalForm || shareCapitalCents === null || !registryCity || !address) return null
  if (!phone || !email || !publicationDirector) return null
  return { legalForm, shareCapitalCents, registryCity, address, phone, email, publicationDirector }
}
