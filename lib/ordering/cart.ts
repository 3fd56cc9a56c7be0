import { type BundleView, bundleMonthlyCents } from '~/lib/catalogue/client'
import { vatCents } from '~/lib/kernel/money'
import { type Offer, type OrderChoice, validChoice } from './order-choice'
import type { CostReferenceName } from './references/names'
import { expandNames } from './resource-names'

/** As typed; an empty one is none. */
export type CartReferences = Partial<Record<CostReferenceName, string>>

/** What stands on the order page: its lines, the one being changed, and what the buyer's accountant asks for. */
export type Cart = {
  lines: OrderChoice[]
  /** Position of the line that the page shows in full. */
  current: number
  references: CartReferences
  /** The project ordered in; the default one where left out. */
  projectId?: string | undefined
}

/** The cart with every line made valid for the offer and named; there is always one line at least. Pure. */
export function validCart(offer: Offer, cart: Cart, suggestedName: string): Cart {
  const lines = nameLines(
    cart.lines.map((line) => validChoice(offer, line)),
    suggestedName,
  )
  return { ...cart, lines, current: Math.min(Math.max(0, cart.current), lines.length - 1) }
}

/**
 * Lines that nobody named take the suggestion, each counting on from the highest number that another line of
 * the cart takes, so that no two resources are called the same. Pure.
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

/** What the cart costs, in cents: each line rounded once, VAT on their sum. Pure. */
export function cartPrice(
  bundles: readonly BundleView[],
  lines: readonly Pick<OrderChoice, 'bundleId' | 'quantity'>[],
  vatRateBasisPoints: number,
) {
  const priced = lines.map(({ bundleId, quantity }) => {
    const bundle = bundles.find((each) => each.id === bundleId)
    const count = BigInt(Math.max(0, quantity))
    return {
      monthlyCents: bundle ? bundleMonthlyCents(bundle) * count : 0n,
      microCentsPerHour: bundle ? bundle.microCentsPerHour * count : 0n,
    }
  })
  const exclusive = priced.reduce((sum, line) => sum + line.monthlyCents, 0n)
  const vat = vatCents(exclusive, vatRateBasisPoints)
  return {
    lines: priced.map((line) => line.monthlyCents),
    exclusive,
    vat,
    inclusive: exclusive + vat,
    microCentsPerHour: priced.reduce((sum, line) => sum + line.microCentsPerHour, 0n),
  }
}
