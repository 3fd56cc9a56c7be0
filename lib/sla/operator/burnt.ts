import { sharePpm } from '../availability/compute-availability'

/**
 * How much of what several resources may lose together they have lost, in parts per million, cut: a whole million is
 * all of it, and more is possible. Null where they may lose nothing. Milliseconds. Pure.
 */
export function burntPpm(resources: readonly { downMs: number; allowedMs: number }[]): number | null {
  const [down, allowed] = resources.reduce(
    ([spent, budget], { downMs, allowedMs }) => [spent + downMs, budget + allowedMs],
    [0, 0],
  )
  return sharePpm(down, allowed)
}
