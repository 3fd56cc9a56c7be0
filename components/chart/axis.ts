/** `ticks` from zero to `max`, evenly spaced. */
export type Axis = { max: number; ticks: number[] }

/**
 * An axis from zero with three to six round ticks, which ends at or above `value` and at `least` at least. Steps are 1, 2, 2.5 or
 * 5 times a power of ten. Pure.
 */
export function axisOf(value: number, least: number): Axis {
  const wanted = Math.max(value, least)
  const power = 10 ** Math.floor(Math.log10(wanted / 5))
  const factor = [1, 2, 2.5, 5, 10].find((each) => each * power * 5 >= wanted * (1 - 1e-9)) ?? 10
  const step = factor * power
  const count = Math.max(2, Math.ceil((wanted / step) * (1 - 1e-9)))
  return { max: step * count, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) }
}
