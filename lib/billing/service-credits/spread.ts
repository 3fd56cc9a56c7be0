/**
 * `amount` over rooms in proportion to them, to the cent: what is left of a cent goes to the largest remainders, the
 * first of equal ones. An amount no larger than all rooms together exceeds none of them. Pure; nothing negative.
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

/** The smallest of them; `Math.min` takes no bigint. */
export function least(...cents: readonly [bigint, ...bigint[]]): bigint {
  const [first] = [...cents].sort((a, b) => Number(a > b) - Number(a < b))
  return first as bigint
}
