import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { unseal } from '~/lib/kernel/secrets'
import { isOutsideHeld } from '~/lib/recovery'
import type { CardProvider } from './card-provider'
import { httpCardProvider } from './http-card-provider'
import { findCardProvider } from './queries/cards'

const timeoutMs = 10_000

/** Where the secret of a seller's provider belongs: moved to another row it does not open. */
export const secretPlace = (id: Id<'sellingEntity'>) => `card_providers/${id}/secret`

export type SellerProvider = {
  sellingEntityId: Id<'sellingEntity'>
  isOn: boolean
  provider: CardProvider
}

/** The provider of this seller, or of the one that issues invoices now, as the operator has set it; null while none is. */
export async function readProvider(
  tx: Tx,
  of: Id<'sellingEntity'> | null = null,
): Promise<SellerProvider | null> {
  const row = await findCardProvider(tx, of)
  // A restored copy asks nothing of a provider.
  if (!row || (await isOutsideHeld(tx))) return null
  const secret = unseal(row.secretSealed, secretPlace(row.sellingEntityId))
  const { sellingEntityId, isOn, baseUrl } = row
  return { sellingEntityId, isOn, provider: httpCardProvider({ baseUrl, secret, timeoutMs }) }
}

/** The providers of the sellers of these, by seller; a seller without one is not among them. */
export async function readProvidersOf(
  tx: Tx,
  due: readonly { sellingEntityId: Id<'sellingEntity'> }[],
): Promise<ReadonlyMap<Id<'sellingEntity'>, SellerProvider>> {
  const sellers = new Map<Id<'sellingEntity'>, SellerProvider>()
  for (const id of new Set(due.map(({ sellingEntityId }) => sellingEntityId))) {
    const seller = await readProvider(tx, id)
    if (seller) sellers.set(id, seller)
  }
  return sellers
}
