import type { Tx } from '~/db/client'
import { findOrderable } from '~/lib/catalogue'
import type { BundleView } from '~/lib/catalogue/client'
import { findAddressOffer } from '~/lib/catalogue/rows'
import { listAddressZones } from '~/lib/resources/rows'
import type { AddressOffer } from './order-choice'

/** The bundle of public addresses on sale; null while none are sold. */
export async function readAddressBundle(tx: Tx, now: Date): Promise<BundleView | null> {
  const offer = await findAddressOffer(tx, now)
  const found = offer && (await findOrderable(tx, offer.bundleId, now))
  if (!found) return null
  const { nameEn: _, ...bundle } = found
  return { ...bundle, name: offer.name }
}

/** Public addresses as an order of servers offers them; null while none are sold. */
export async function readAddressOffer(tx: Tx, now: Date): Promise<AddressOffer | null> {
  const bundle = await readAddressBundle(tx, now)
  if (!bundle) return null
  const zones = await listAddressZones(tx)
  return { bundle, free: Object.fromEntries(zones.map(({ id, isOpen, free }) => [id, isOpen ? free : 0])) }
}
