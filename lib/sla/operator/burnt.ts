import { sharePpm } from '../availability/compute-availability'

/**
 * The downtime of several resources as a share of their total allowed downtime, in parts per million, rounded down; it
 * may exceed a million. Null when no downtime is allowed. Milliseconds. Pure.
 */
export function burntPpm(resources: readonly { downMs: number; allowedMs: number }[]): number | null {
  const [down, allowed] = resources.reduce(
    ([spent, budget], { downMs, allowedMs }) => [spent + downMs, budget + allowedMs],
    [0, 0],
  )
  return sharePpm(down, allowed)
}
