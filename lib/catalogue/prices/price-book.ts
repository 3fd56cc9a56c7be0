import type { BundleRow, NamedBundleRow, PriceRow } from '../queries/catalogue'
import { type Meter, metersOf, optionalMetersOf } from '../views'
import type { BundleEntry, PriceEntry } from './price-book-views'

/** Combines a bundle with its current and next price. `prices` are those in force or announced at `now`. Pure. */
export function bundleEntry(
  row: NamedBundleRow,
  prices: readonly PriceRow[],
  live: number,
  now: Date,
): BundleEntry {
  const own = prices.filter((price) => price.bundleId === row.id)
  const price = wholePriceAt(row, own, now)
  const [nextAt] = own
    .filter((each) => metersOf(row.kind).includes(each.meter) && priceState(each, now) === 'announced')
    .map((each) => each.validFrom)
    .sort((a, b) => a.getTime() - b.getTime())
  const nextPrice = nextAt ? wholePriceAt(row, own, nextAt) : null
  const {
    id,
    slug,
    name,
    nameFr,
    nameEn,
    kind,
    family,
    vcpu,
    memoryMib,
    rootDiskGib,
    volumeGib,
    volumeClass,
  } = row
  return {
    id,
    slug,
    name,
    nameFr,
    nameEn,
    kind,
    family,
    vcpu,
    memoryMib,
    rootDiskGib,
    volumeGib,
    volumeClass,
    requiredLabels: row.requiredLabels,
    placement: row.placement,
    fields: row.orderFields,
    position: row.position,
    state: row.isActive ? (price === null ? 'unpriced' : 'on_sale') : 'withdrawn',
    microCentsPerHour: price,
    next:
      nextAt && nextPrice !== null ? { validFrom: nextAt.toISOString(), microCentsPerHour: nextPrice } : null,
    live,
  }
}

/** The meters for which a bundle of this kind must or may have a price. Pure. */
export function pricedMeters(kind: BundleRow['kind']): Meter[] {
  return [...metersOf(kind), ...optionalMetersOf(kind)]
}

/** Whether a price is past, in force, announced or annulled. Pure. */
export function priceState(price: Pick<PriceRow, 'validFrom' | 'validTo'>, now: Date): PriceEntry['state'] {
  if (price.validTo && price.validTo <= price.validFrom) return 'annulled'
  if (price.validFrom > now) return 'announced'
  return price.validTo && price.validTo <= now ? 'past' : 'in_force'
}

function wholePriceAt(row: BundleRow, prices: readonly PriceRow[], at: Date): bigint | null {
  let sum = 0n
  for (const meter of metersOf(row.kind)) {
    const price = prices.find((each) => each.meter === meter && priceState(each, at) === 'in_force')
    if (!price) return null
    sum += price.microCentsPerHour
  }
  return sum
}
