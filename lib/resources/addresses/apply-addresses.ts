import { withSystem } from '~/db/client'
import { DriverError } from '~/lib/hypervisors'
import type { Drivers } from '~/lib/hypervisors/runtime'
import { authorizeSystem } from '~/lib/identity'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { everyZone, type ServesZone } from '~/lib/kernel/serves-zone'
import * as rows from './queries/public-addresses'

const patienceMs = 20_000

/**
 * Routes every public address as its row says, where the hypervisor is reachable. A failure is recorded in the
 * row and retried in the next pass. Safe to run in two workers at once.
 */
export async function applyAddresses(
  ctx: OpContext,
  drivers: Pick<Drivers, 'hypervisorOf'>,
  serves: ServesZone = everyZone,
): Promise<void> {
  authorizeSystem(ctx)
  for (const { row, zone } of await withSystem(ctx, rows.listAddressesToApply)) {
    if (!serves(zone.id)) continue
    const { id, organisationId, address, instanceId, revision } = row
    const options = { signal: AbortSignal.timeout(patienceMs) }
    try {
      const hypervisor = await withSystem(ctx, (tx) => drivers.hypervisorOf(tx, zone))
      if (!hypervisor) continue
      const driver = await hypervisor.driverOf(organisationId)
      if (instanceId)
        await driver.directAddress({ addressId: id, organisationId, address, instanceId }, options)
      else await driver.undirectAddress({ addressId: id, address }, options)
      await withSystem(ctx, (tx) => rows.markAddressApplied(tx, id, revision))
    } catch (error) {
      if (!(error instanceof DriverError)) throw error
      log.warn({ address, err: error }, 'a public address could not be directed')
      const failure = { code: error.code, text: error.rawText }
      await withSystem(ctx, (tx) => rows.recordAddressFailure(tx, id, revision, failure))
    }
  }
}
