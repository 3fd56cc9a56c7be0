import type { Outlook } from './outlook'
import { type PackingHost, scoreHost } from './score-host'
import { fitsIn, type Size } from './shapes'

export type CandidateHost = PackingHost & { free: Size; inUse: boolean }

/**
 * The host on which a server costs least by `scoreHost`, or null when none fits. A host not in use is
 * taken only when none in use fits. Ties go to the earlier candidate: give them in order of id. Pure.
 */
export function choosePackedHost<T extends CandidateHost>(
  hosts: Iterable<T>,
  server: { size: Size; outlook: Outlook },
): T | null {
  let chosen: T | null = null
  let least = Number.POSITIVE_INFINITY
  let unused: T | null = null
  for (const host of hosts) {
    if (!fitsIn(server.size, host.free)) continue
    if (!host.inUse) {
      unused ??= host
      continue
    }
    const score = scoreHost(host, server.outlook)
    if (score >= least) continue
    least = score
    chosen = host
  }
  return chosen ?? unused
}
