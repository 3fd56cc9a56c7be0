import { recordZoneReach } from '~/lib/datacentre'
import type { Drivers } from '~/lib/hypervisors/runtime'
import type { KnownShare } from '../fleet/share'
import type { Sweeper } from './sweeper'

const patienceMs = 5_000
const name = 'zone reach'

/**
 * Records whether this worker reaches the zones' hypervisors: a zone sells while one worker does. The worker that serves a
 * zone tests it, and so does the one that works at the hypervisors of all zones; the others do as soon as it has had no answer for seconds, so that a worker that is cut off is not taken
 * for a lost zone. `unreached` holds the zones that did not answer this worker last: they are served by one that had an
 * answer.
 */
export function zoneReachSweeper(
  drivers: Pick<Drivers, 'findIncusFailure'>,
  { share, unreached, servesAll }: { share: KnownShare; unreached: Set<string>; servesAll: () => boolean },
): Sweeper {
  const tested = () => {
    const zones = share.incusZones()
    for (const zoneId of unreached) if (!zones.includes(zoneId)) unreached.delete(zoneId)
    if (servesAll()) return new Set(zones)
    return new Set([...share.servedIncusZones(name), ...share.overdueZones(), ...unreached])
  }
  return {
    name,
    everyMs: 2_000,
    everywhere: true,
    isIdle: () => tested().size === 0,
    async run(ctx) {
      const zones = tested()
      await recordZoneReach(
        ctx,
        async (zoneId) => {
          const failure = await drivers.findIncusFailure(zoneId, AbortSignal.timeout(patienceMs))
          if (failure) unreached.add(zoneId)
          else unreached.delete(zoneId)
          return failure
        },
        (zoneId) => zones.has(zoneId),
      )
    },
  }
}
