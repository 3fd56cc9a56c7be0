import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import { findDefaultSeller, type SellerRow } from '../queries/selling'

/** The company that sells. @throws DomainError `no_seller` before the operator has declared it */
export async function requireSeller(tx: Tx): Promise<SellerRow> {
  const seller = await findDefaultSeller(tx)
  if (!seller) throw new DomainError('no_seller', { internal: 'run `andromede declare-seller`' })
  return seller
}
