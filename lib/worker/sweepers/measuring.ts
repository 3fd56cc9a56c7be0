import { checkZone, type Drivers } from '~/lib/hypervisors/runtime'
import {
  atDatabaseTime,
  ensureSiteVantages,
  listDueVantages,
  listWatchedZones,
  probeHealth,
  probeSites,
  type SitePaths,
} from '~/lib/sla'
import type { Sweeper } from './sweeper'

/**
 * Every ten seconds each vantage checks its subjects, on the worker that holds its lease: zones by their hypervisor's
 * interface and by our agents, our sites by their addresses.
 */
export function measuringSweeper(
  drivers: Pick<Drivers, 'hypervisorOf'>,
  { holder, paths }: { holder: string; paths: SitePaths },
): Sweeper {
  let hasSites = false
  return {
    name: 'measuring',
    everyMs: 1_000,
    async run(turn) {
      const ctx = await atDatabaseTime(turn)
      if (!hasSites) await ensureSiteVantages(ctx, paths)
      hasSites = true
      const zones = new Map((await listWatchedZones(ctx)).map((zone) => [zone.id, zone]))
      const looks = (await listDueVantages(ctx)).map((vantage) => {
        if (vantage.kind === 'site') return probeSites(ctx, vantage, { paths, holder, ask: probeHealth })
        const zone = vantage.zoneId && zones.get(vantage.zoneId)
        return zone ? checkZone(ctx, { zone, vantage, holder }, drivers) : undefined
      })
      // A failed check does not stop the others.
      const failed = (await Promise.allSettled(looks)).find(({ status }) => status === 'rejected')
      if (failed?.status === 'rejected') throw failed.reason
    },
  }
}
