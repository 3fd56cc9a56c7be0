import type { FirstBoot } from '~/lib/hypervisors'

const shortestSeconds = 2
const longestSeconds = 300
/** A script of a customer may run for hours; afterwards nothing is expected any more. */
const givenUpAfterSeconds = 86_400

/**
 * When the first boot of a server is read again: ever less often, and never once it has ended or after a day. `reads`:
 * how often it was read, this time included. Null: never. Pure.
 */
export function nextReadOf(
  answer: FirstBoot['state'],
  { reads, since, now }: { reads: number; since: Date; now: Date },
): Date | null {
  if (answer !== 'running' && answer !== 'unknown') return null
  const age = (now.getTime() - since.getTime()) / 1_000
  if (age >= givenUpAfterSeconds) return null
  // While it lasts for seconds it is read every two; then at a tenth of its age.
  const seconds = Math.min(longestSeconds, Math.max(shortestSeconds, reads < 10 ? shortestSeconds : age / 10))
  return new Date(now.getTime() + seconds * 1_000)
}
