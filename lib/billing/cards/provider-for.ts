import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { placeFor } from '~/lib/kernel/secrets/purposes'
import { unseal } from '~/lib/kernel/secrets/secrets'
import { isOutsideHeld } from '~/lib/recovery'
import type { CardProvider } from './card-provider'
import { httpCardProvider } from './http-card-provider'
import { findCardProvider } from './queries/cards'

const timeoutMs = 10_000

/** Associated data of the seller's sealed provider secret: copied to another row, it does not open. */
export const secretPlace = (id: Id<'sellingEntity'>) => placeFor('cards', `card_providers/${id}/secret`)

export type SellerProvider = {
  sellingEntityId: Id<'sellingEntity'>
  isOn: boolean
  provider: CardProvider
}

/** The configured provider of this seller, or by default of the seller that issues invoices now; null without one. */
export async function readProvider(
  tx: Tx,
  of: Id<'sellingEntity'> | null = null,
): Promise<SellerProvider | null> {
  const row = await findCardProvider(tx, of)
  // A restored copy must not call the provider.
  if (!row || (await isOutsideHeld(tx))) return null
  const secret = unseal(row.secretSealed, secretPlace(row.sellingEntityId))
  const { sellingEntityId, isOn, baseUrl } = row
  return { sellingEntityId, isOn, provider: httpCardProvider({ baseUrl, secret, timeoutMs }) }
}

/** Providers of these sellers, keyed by seller; a seller without one has no entry. */
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
