import { addSeconds } from '~/lib/kernel/time/clock'

/** Zones are compared once a minute; three missed comparisons make a finding too old to act on. */
const latelySeconds = 180

/** Whether a comparison saw this so recently that a person's decision may rely on it. Pure. */
export function isSeenLately({ seenAt }: { seenAt: Date }, now: Date): boolean {
  return seenAt >= addSeconds(now, -latelySeconds)
}
