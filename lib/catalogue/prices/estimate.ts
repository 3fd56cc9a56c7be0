import { amountCents, cappedHoursPerMonth, secondsPerHour, vatCents } from '~/lib/kernel/money'
import type { BundleView } from '../views'
import { committedMicroCents, type TermMonths, termsMonths } from './commitment-price'

type Priced = Pick<BundleView, 'slug' | 'prices' | 'terms'>

/**
 * `hours`: running hours of its servers per month; their disks are billed all month. `termMonths`: the commitment where
 * offered, 0 for hourly billing.
 */
export type EstimateChoice = {
  quantities: ReadonlyMap<string, number>
  hours: number
  place: VatPlace
  termMonths?: 0 | TermMonths
}

/** The buyer's location, for the VAT rate; the names are part of the page's address. */
export const vatPlaces = { metropole: 2_000, 'antilles-reunion': 850, 'guyane-mayotte': 0 } as const
export type VatPlace = keyof typeof vatPlaces

export const quantityMax = 500
export const hoursMax = Number(cappedHoursPerMonth)

export type EstimateLine = { slug: string; quantity: number; unitCents: bigint; cents: bigint }
export type Estimate = {
  lines: EstimateLine[]
  netCents: bigint
  vatCents: bigint
  grossCents: bigint
  /** For the lines with a commitment, over its whole term. */
  perTermCents: bigint
}

/**
 * Estimates a month of these bundles in cents: each resource rounded once as in billing, VAT once on the sum. Hours
 * beyond 720 cost nothing, so they cannot be entered. Pure.
 */
export function estimate(bundles: readonly Priced[], choice: EstimateChoice): Estimate {
  let perTermCents = 0n
  const lines = bundles.flatMap((bundle) => {
    const quantity = choice.quantities.get(bundle.slug) ?? 0
    if (quantity === 0) return []
    const term = bundle.terms?.find(({ months }) => months === choice.termMonths)
    const unitCents = monthOf(bundle, choice.hours, term?.basisPoints ?? 0)
    const cents = unitCents * BigInt(quantity)
    if (term) perTermCents += cents * BigInt(term.months)
    return [{ slug: bundle.slug, quantity, unitCents, cents }]
  })
  const netCents = lines.reduce((sum, line) => sum + line.cents, 0n)
  const vat = vatCents(netCents, vatPlaces[choice.place])
  return { lines, netCents, vatCents: vat, grossCents: netCents + vat, perTermCents }
}

function monthOf({ prices }: Priced, hours: number, basisPoints: number): bigint {
  return prices.reduce((sum, { meter, microCentsPerHour }) => {
    const counted = meter === 'compute' ? BigInt(hours) : cappedHoursPerMonth
    return sum + amountCents(committedMicroCents(microCentsPerHour, basisPoints), counted * secondsPerHour)
  }, 0n)
}

/** Parses the choice in a query string; ignores unknown and out-of-range values. Pure. */
export function readEstimate(
  query: Readonly<Record<string, string | string[] | undefined>>,
  slugs: readonly string[],
): EstimateChoice {
  const one = (name: string) => [query[name]].flat()[0] ?? ''
  const quantities = new Map<string, number>()
  for (const slug of slugs) {
    const quantity = wholeNumber(one(slug), quantityMax)
    if (quantity !== null && quantity > 0) quantities.set(slug, quantity)
  }
  const place = one('lieu')
  const term = termsMonths.find((months) => String(months) === one('duree'))
  return {
    quantities,
    hours: wholeNumber(one('heures'), hoursMax) ?? hoursMax,
    ...(term && { termMonths: term }),
    place: place in vatPlaces && Object.hasOwn(vatPlaces, place) ? (place as VatPlace) : 'metropole',
  }
}

/** Writes the query string of a choice, without default values. `readEstimate` parses it. Pure. */
export function writeEstimate(choice: EstimateChoice): Record<string, string> {
  return {
    ...Object.fromEntries(
      [...choice.quantities].filter(([, n]) => n > 0).map(([slug, n]) => [slug, String(n)]),
    ),
    ...(choice.hours === hoursMax ? {} : { heures: String(choice.hours) }),
    ...(choice.termMonths ? { duree: String(choice.termMonths) } : {}),
    ...(choice.place === 'metropole' ? {} : { lieu: choice.place }),
  }
}

function wholeNumber(text: string, max: number): number | null {
  return /^\d{1,4}$/.test(text) && Number(text) <= max ? Number(text) : null
}
