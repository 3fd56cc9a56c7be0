import { secondsPerHour } from '~/lib/kernel/money'

/** `-12.05` from integer cents. */
export function euros(cents: bigint): string {
  return decimal(cents, 2)
}

/** `units` of `10^-places` as a decimal number with a point, trailing zeros kept. */
export function decimal(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
  return units < 0n ? `-${text}` : text
}

/** `20`, `8.5`, `2.1` from basis points, as BR-FR-16 lists the rates. */
export function percent(basisPoints: number): string {
  return decimal(BigInt(basisPoints), 2).replace(/\.?0+$/, '')
}

export type UnitPrice = { amount: string; baseSeconds: bigint }

/**
 * An hourly price in micro-cents as an exact price of at most six decimals per number of seconds (BT-146, BT-149). A
 * price with more decimals is stated per ten or hundred hours.
 */
export function unitPrice(microCentsPerHour: bigint, hours: bigint = hoursFor(microCentsPerHour)): UnitPrice {
  // A micro-cent is a hundred-millionth of a euro: two more decimals than allowed.
  return { amount: decimal((microCentsPerHour * hours) / 100n, 6), baseSeconds: hours * secondsPerHour }
}

/** The fewest hours for which every price has at most six decimals. */
export function hoursFor(...prices: readonly bigint[]): bigint {
  return [1n, 10n].find((hours) => prices.every((price) => (price * hours) % 100n === 0n)) ?? 100n
}
