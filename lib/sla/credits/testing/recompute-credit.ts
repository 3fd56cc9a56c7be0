/**
 * Recomputes a credit from one evidence file, without any code of the product: counts the milliseconds between all
 * instants in it, applies its scale, rounds half up, and limits the credit to the price left.
 */
export function recomputeCredit(text: string): { ppm: number | null; creditCents: bigint } {
  const file = JSON.parse(text)
  const { from, to } = file.window as { from: number; to: number }
  const vantages: { at: number; state: string }[][] = file.vantages.map(
    (vantage: { transitions: { at: number; state: string }[] }) => vantage.transitions,
  )
  const left: { from: number; to: number }[] = file.exclusions
  const edges = [
    from,
    to,
    ...vantages.flat().map(({ at }) => at),
    ...left.flatMap((each) => [each.from, each.to]),
  ]
  const points = [...new Set(edges)].sort((a, b) => a - b).filter((at) => from <= at && at <= to)
  let [up, down] = [0n, 0n]
  for (let at = 1; at < points.length; at += 1) {
    const [start, end] = [points[at - 1] ?? 0, points[at] ?? 0]
    if (left.some((each) => each.from <= start && end <= each.to)) continue
    const states = vantages.map((seen) => seen.filter((each) => each.at <= start).at(-1)?.state ?? 'unknown')
    if (states.includes('up')) up += BigInt(end - start)
    else if (states.length > 0 && states.every((state) => state === 'down')) down += BigInt(end - start)
  }
  const ppm = up + down === 0n ? null : Number((up * 1_000_000n) / (up + down))
  const { terms, objectivePpm } = file.contract
  const steps = terms.creditSteps.filter(
    ({ belowPpm }: { belowPpm: number | 'objective' }) =>
      ppm !== null && ppm < (belowPpm === 'objective' ? objectivePpm : belowPpm),
  )
  const part =
    steps.length === 0 ? 0 : Math.min(steps.at(-1).reductionBasisPoints, terms.creditCapBasisPoints)
  const byScale = (BigInt(file.price.netCents) * BigInt(part) * 2n + 10_000n) / 20_000n
  const leftOfPrice = BigInt(file.price.leftNetCents ?? file.price.netCents)
  return { ppm, creditCents: byScale < leftOfPrice ? byScale : leftOfPrice }
}
