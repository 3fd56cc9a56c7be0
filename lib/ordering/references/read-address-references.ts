import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { CartReferences } from '../cart/cart'
import { findLastReferences } from '../queries/place'
import { type BuyerRules, readReferenceRules } from './read-rules'

export type AddressReferences = {
  rules: BuyerRules
  /** Prefilled: the references of the last order. */
  usual: CartReferences
}

/** The references required to reserve an address, for a form that has only its zone. */
export async function readAddressReferences(ctx: OpContext): Promise<AddressReferences> {
  authorize(ctx, 'order:place')
  const usual = { ...(await withOrganisation(ctx, findLastReferences)) }
  return { rules: await readReferenceRules(ctx, {}), usual }
}
