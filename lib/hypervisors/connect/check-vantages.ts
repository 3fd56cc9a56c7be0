import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import type { Drivers } from '../open-drivers'
import { DriverError } from '../port/driver-error'
import { listUncheckedZones, saveVantages } from './queries/vantages'

const patienceMs = 25_000

/**
 * Every zone on Incus has somebody of ours on each member who can tell what answers there, and the operator's page
 * says where not. A heartbeat rather than a change: nothing is written in the journal.
 */
export async function checkVantages(ctx: OpContext, drivers: Pick<Drivers, 'checkVantages'>): Promise<void> {
  authorizeSystem(ctx)
  for (const { id, code } of await withSystem(ctx, listUncheckedZones)) {
    try {
      const reports = await drivers.checkVantages(id, AbortSignal.timeout(patienceMs))
      if (reports) await withSystem(ctx, (tx) => saveVantages(tx, id, reports))
    } catch (error) {
      // A zone out of reach says so by itself, and keeps none of the others from being looked at.
      if (!(error instanceof DriverError)) throw error
      log.warn({ zone: code, err: error }, 'the vantages of a zone could not be looked at')
    }
  }
}
