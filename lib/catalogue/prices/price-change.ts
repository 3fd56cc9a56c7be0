import { divideHalfUp, monthlyCents } from '~/lib/kernel/money'
import type { Meter } from '../views'

export type Announced = { id: string; meter: Meter; microCentsPerHour: bigint; validFrom: Date }

/** The current and new price of a meter; `from` is null without a current price. */
export type PriceLine = {
  meter: Meter
  from: bigint | null
  to: bigint
  monthlyFromCents: bigint | null
  monthlyToCents: bigint
  /** The increase (or decrease) in thousandths; null without a price to compare with. */
  changePermille: bigint | null
}

export type PriceChange = { lines: PriceLine[]; basis: string }

/** Why these prices cannot be announced. */
export type PriceRefusal = 'price_unchanged' | 'price_announced'

/**
 * Returns what announcing `wanted` from `validFrom` would change of the `open` prices (without a successor, one per
 * meter): a line for each different price. `basis` identifies the prices that it was computed from. Pure.
 */
export function priceChange(
  open: readonly Announced[],
  wanted: ReadonlyMap<Meter, bigint>,
  validFrom: Date,
): PriceChange | { refusal: PriceRefusal; meter?: Meter } {
  const lines: PriceLine[] = []
  for (const [meter, to] of wanted) {
    const last = open.find((price) => price.meter === meter)
    if (last?.microCentsPerHour === to) continue
    if (last && last.validFrom >= validFrom) return { refusal: 'price_announced', meter }
    const from = last?.microCentsPerHour ?? null
    lines.push({
      meter,
      from,
      to,
      monthlyFromCents: from === null ? null : monthlyCents(from),
      monthlyToCents: monthlyCents(to),
      changePermille: from === null || from === 0n ? null : permille(from, to),
    })
  }
  if (lines.length === 0) return { refusal: 'price_unchanged' }
  return { lines, basis: basisOf(open) }
}

/** Identifies the prices that a change starts from. Pure. */
export function basisOf(open: readonly Pick<Announced, 'id'>[]): string {
  return open
    .map(({ id }) => id)
    .sort()
    .join(' ')
}

function permille(from: bigint, to: bigint): bigint {
  return to >= from ? divideHalfUp((to - from) * 1_000n, from) : -divideHalfUp((from - to) * 1_000n, from)
}

/**
 * Parses `0,0490` or `0.049` euros per hour to micro-cents per hour; null when invalid or finer than a micro-cent.
 * Pure.
 */
export function parseHourlyPrice(text: string): bigint | null {
  const match = /^(\d{1,4})(?:[.,](\d{1,6}))?$/.exec(text.trim())
  if (!match) return null
  const [, euros = '0', decimals = ''] = match
  return BigInt(euros) * 100_000_000n + BigInt(decimals.padEnd(8, '0'))
}
