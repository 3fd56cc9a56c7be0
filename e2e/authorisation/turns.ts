/** `count` of the values by their place, different from those of the next place. */
export const someOf = <T>(values: readonly T[], place: number, count: number): T[] =>
  Array.from(
    { length: Math.min(count, values.length) },
    (_, step) => values[(place * count + step) % values.length] as T,
  )

/**
 * For checks that are made by code common to all cases of a kind: the first case of each kind gets all values, every
 * later one `count` of them, other ones than its neighbour.
 */
export function dealByTurns() {
  const dealt = new Map<string, number>()
  return (kind: string) => {
    const place = dealt.get(kind) ?? 0
    dealt.set(kind, place + 1)
    return <T>(values: readonly T[], count: number): readonly T[] =>
      place === 0 ? values : someOf(values, place, count)
  }
}
