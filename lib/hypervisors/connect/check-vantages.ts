import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { everyZone, type ServesZone } from '~/lib/kernel/serves-zone'
import type { Drivers } from '../open-drivers'
import { DriverError } from '../port/driver-error'
import { listUncheckedZones, saveVantages } from './queries/vantages'

const patienceMs = 25_000

/**
 * Checks that every member of every Incus zone has a working vantage, and keeps the result for the operator's page. A
 * heartbeat and not a change: it writes no audit entry.
 */
export async function checkVantages(
  ctx: OpContext,
  drivers: Pick<Drivers, 'checkVantages'>,
  serves: ServesZone = everyZone,
): Promise<void> {
  authorizeSystem(ctx)
  for (const { id, code } of await withSystem(ctx, listUncheckedZones)) {
    if (!serves(id)) continue
    try {
      const reports = await drivers.checkVantages(id, AbortSignal.timeout(patienceMs))
      if (reports) await withSystem(ctx, (tx) => saveVantages(tx, id, reports))
    } catch (error) {
      // The unreachable zone is reported elsewhere; continue with the others.
      if (!(error instanceof DriverError)) throw error
      log.warn({ zone: code, err: error }, 'the vantages of a zone could not be checked')
    }
  }
}
