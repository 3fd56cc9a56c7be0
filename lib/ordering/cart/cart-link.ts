import { linesPerOrder } from '../schema-limits'
import { apartByRack, type Offer, type OrderChoice } from './order-choice'
import { largestQuantity } from './resource-names'

/** The part of a cart that a link carries; keys, names and references belong to the person who opens it. */
export type LinkedLine = Pick<
  OrderChoice,
  'bundleId' | 'zoneId' | 'imageId' | 'quantity' | 'placement' | 'termMonths' | 'hasAddress'
>

/** `offre:zone:quantité[:image[:apart[:12 or 36[:ipv4]]]]` in readable form, one per line. Pure. */
export function writeCartLink(offer: Offer, lines: readonly LinkedLine[]): string[] {
  return lines.flatMap((line) => {
    const bundle = offer.bundles.find((each) => each.id === line.bundleId)
    const zone = offer.zones.find((each) => each.id === line.zoneId)
    if (!bundle || !zone) return []
    const image = zone.images.find((each) => each.id === line.imageId)
    const isApart = line.placement === apartByRack
    const parts = [
      bundle.slug,
      zone.code,
      String(line.quantity),
      image?.slug ?? '',
      isApart ? 'apart' : '',
      String(line.termMonths || ''),
      line.hasAddress ? 'ipv4' : '',
    ]
    return [parts.join(':').replace(/:+$/, '')]
  })
}

/** The lines of a link for this offer; unknown parts fall back to the page's suggestions. Pure. */
export function readCartLink(offer: Offer, texts: readonly string[]): LinkedLine[] {
  return texts.slice(0, linesPerOrder).map((text) => {
    const [bundle, zone, quantity, image, apart, months, address] = text.split(':')
    const zoneFound = offer.zones.find((each) => each.id === zone || each.code === zone)
    const count = Number(quantity)
    const isCount = Number.isInteger(count) && count >= 1 && count <= largestQuantity
    return {
      bundleId: offer.bundles.find((each) => each.id === bundle || each.slug === bundle)?.id ?? '',
      zoneId: zoneFound?.id ?? '',
      imageId: zoneFound?.images.find((each) => each.id === image || each.slug === image)?.id ?? '',
      quantity: isCount ? count : 1,
      placement: apart === 'apart' ? apartByRack : '',
      ...(address === 'ipv4' ? { hasAddress: true } : {}),
      ...(months === '12' ? { termMonths: 12 } : months === '36' ? { termMonths: 36 } : {}),
    }
  })
}
