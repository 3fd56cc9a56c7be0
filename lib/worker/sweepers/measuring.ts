import { checkZone, type Drivers } from '~/lib/hypervisors/runtime'
import type { OpContext } from '~/lib/kernel/op-context'
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
 * Every ten seconds each vantage of a zone checks its subjects, on the worker that holds its lease: by the hypervisor's
 * interface and by our agents.
 */
export function measuringSweeper(drivers: Pick<Drivers, 'hypervisorOf'>, holder: string): Sweeper {
  return {
    name: 'measuring',
    everyMs: 1_000,
    byZone: true,
    async run(turn, _, serves) {
      const ctx = await atDatabaseTime(turn)
      const due = (await listDueVantages(ctx)).filter(({ zoneId }) => zoneId !== null && serves(zoneId))
      if (due.length === 0) return
      const zones = new Map((await listWatchedZones(ctx)).map((zone) => [zone.id, zone]))
      await allDone(
        due.map((vantage) => {
          const zone = vantage.zoneId && zones.get(vantage.zoneId)
          return zone ? checkZone(ctx, { zone, vantage, holder }, drivers) : undefined
        }),
      )
    },
  }
}

/** The same for our sites, by their addresses. */
export function siteMeasuringSweeper({ holder, paths }: { holder: string; paths: SitePaths }): Sweeper {
  let hasSites = false
  return {
    name: 'measuring of sites',
    everyMs: 1_000,
    async run(turn: OpContext) {
      const ctx = await atDatabaseTime(turn)
      if (!hasSites) await ensureSiteVantages(ctx, paths)
      hasSites = true
      const due = (await listDueVantages(ctx)).filter(({ kind }) => kind === 'site')
      await allDone(due.map((vantage) => probeSites(ctx, vantage, { paths, holder, ask: probeHealth })))
    },
  }
}

/** A failed check does not stop the others. */
async function allDone(checks: readonly (Promise<unknown> | undefined)[]): Promise<void> {
  const failed = (await Promise.allSettled(checks)).find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}
