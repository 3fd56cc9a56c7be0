import { type BundleView, bundleMicroCents } from '~/lib/catalogue/client'
import { monthlyCents, vatCents } from '~/lib/kernel/money'
import type { CostReferenceName } from '../references/names'
import { type Offer, type OrderChoice, takesAddresses, validChoice } from './order-choice'
import { expandNames } from './resource-names'

/** As typed; an empty value counts as absent. */
export type CartReferences = Partial<Record<CostReferenceName, string>>

/** The content of the order page: its lines, the line being edited, and the buyer's accounting references. */
export type Cart = {
  lines: OrderChoice[]
  /** Index of the line that the page shows in full. */
  current: number
  references: CartReferences
  /** The project of the order; left out, the default project. */
  projectId?: string | undefined
  /** A promotion code, as typed. */
  promotionCode?: string | undefined
}

/** The cart with every line made valid for the offer and named; it always has at least one line. Pure. */
export function validCart(offer: Offer, cart: Cart, suggestedName: string): Cart {
  const lines = nameLines(
    cart.lines.map((line) => validChoice(offer, line)),
    suggestedName,
  )
  return { ...cart, lines, current: Math.min(Math.max(0, cart.current), lines.length - 1) }
}

/**
 * Lines without a typed name take the suggestion, each counting on from the highest number used by another
 * line of the cart, so that all resources have different names. Pure.
 */
export function nameLines(lines: readonly OrderChoice[], suggestedName: string): OrderChoice[] {
  const counted = /^(.*-)([0-9]{1,4})$/.exec(suggestedName)
  if (!counted) return [...lines]
  const [, stem = '', digits = ''] = counted
  const numberOf = (name: string) =>
    name.startsWith(stem) && /^[0-9]{1,4}$/.test(name.slice(stem.length))
      ? Number(name.slice(stem.length))
      : 0
  const highest = (names: readonly string[]) => Math.max(0, ...names.map(numberOf))
  let next = Math.max(
    Number(digits),
    1 + highest(lines.filter((line) => line.isNameTyped).flatMap((line) => namesOf(line))),
  )
  return lines.map((line) => {
    if (line.isNameTyped) return line
    const named = { ...line, name: `${stem}${String(next).padStart(digits.length, '0')}` }
    next += Math.max(1, line.quantity)
    return named
  })
}

const namesOf = (line: OrderChoice) => expandNames(line.name, Math.min(Math.max(0, line.quantity), 100))

type Counted = Pick<OrderChoice, 'bundleId' | 'quantity' | 'termMonths'>

/**
 * The price of the cart in cents: each line rounded once, VAT on their sum. `list`: the hourly list price.
 * `perTerm`: lines with a term, over their whole terms. Pure.
 */
export function cartPrice(
  bundles: readonly BundleView[],
  lines: readonly Counted[],
  vatRateBasisPoints: number,
) {
  const priced = lines.map(({ bundleId, quantity, termMonths = 0 }) => {
    const bundle = bundles.find((each) => each.id === bundleId)
    if (!bundle) return { monthlyCents: 0n, listCents: 0n, microCentsPerHour: 0n, termCents: 0n }
    const count = BigInt(Math.max(0, quantity))
    const micro = bundleMicroCents(bundle, termMonths)
    const term = bundle.terms?.find((each) => each.months === termMonths)
    const month = monthlyCents(micro) * count
    return {
      monthlyCents: month,
      listCents: monthlyCents(bundle.listMicroCentsPerHour ?? bundle.microCentsPerHour) * count,
      microCentsPerHour: micro * count,
      termCents: month * BigInt(term?.months ?? 0),
    }
  })
  const sum = (part: (line: (typeof priced)[number]) => bigint) =>
    priced.reduce((all, line) => all + part(line), 0n)
  const exclusive = sum((line) => line.monthlyCents)
  const vat = vatCents(exclusive, vatRateBasisPoints)
  return {
    lines: priced.map((line) => line.monthlyCents),
    listLines: priced.map((line) => line.listCents),
    exclusive,
    vat,
    inclusive: exclusive + vat,
    list: sum((line) => line.listCents),
    perTerm: sum((line) => line.termCents),
    microCentsPerHour: sum((line) => line.microCentsPerHour),
  }
}

type Choice = Pick<OrderChoice, 'bundleId' | 'quantity' | 'termMonths' | 'hasAddress'>
type Priced = Pick<Offer, 'bundles' | 'addresses'>

/** The lines as the server prices them: those of the addresses ordered with servers follow. Pure. */
export function withAddressLines(offer: Priced, lines: readonly Choice[]): Counted[] {
  const bundleId = offer.addresses?.bundle.id ?? ''
  const wanted = lines.filter((line) => takesAddresses(offer, line))
  return [...lines, ...wanted.map(({ quantity }) => ({ bundleId, quantity }))]
}

/** As `cartPrice`; each line includes its public addresses. Pure. */
export function offerPrice(offer: Priced, lines: readonly Choice[], vatRateBasisPoints: number) {
  const bundles = offer.addresses ? [...offer.bundles, offer.addresses.bundle] : offer.bundles
  const price = cartPrice(bundles, withAddressLines(offer, lines), vatRateBasisPoints)
  const withAddresses = (cents: readonly bigint[]) => {
    let next = lines.length
    return lines.map((line, at) => {
      const own = cents[at] ?? 0n
      if (!takesAddresses(offer, line)) return own
      next += 1
      return own + (cents[next - 1] ?? 0n)
    })
  }
  return { ...price, lines: withAddresses(price.lines), listLines: withAddresses(price.listLines) }
}
