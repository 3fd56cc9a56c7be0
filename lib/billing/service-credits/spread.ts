/**
 * Spreads `amount` over rooms in proportion, to the cent: remaining cents go to the largest remainders, the first among
 * equal ones. An amount up to the sum of the rooms exceeds none of them. Pure; inputs are non-negative.
 */
export function spread(amount: bigint, rooms: readonly bigint[]): bigint[] {
  const whole = rooms.reduce((sum, room) => sum + room, 0n)
  if (whole === 0n) return rooms.map(() => 0n)
  const shares = rooms.map((room) => (amount * room) / whole)
  const left = Number(amount - shares.reduce((sum, share) => sum + share, 0n))
  const byRemainder = rooms
    .map((room, index) => ({ index, remainder: (amount * room) % whole }))
    .sort((a, b) => Number(b.remainder - a.remainder) || a.index - b.index)
  for (const { index } of byRemainder.slice(0, left)) shares[index] = (shares[index] ?? 0n) + 1n
  return shares
}

/** The smallest value; `Math.min` accepts no bigint. */
export function minBigint(...cents: readonly [bigint, ...bigint[]]): bigint {
  const [first] = [...cents].sort((a, b) => Number(a > b) - Number(a < b))
  return first as bigint
}
