import type { CallOptions } from '../port/driver'
import { DriverError, deadlineError } from '../port/driver-error'
import { listPowerless } from './look'
import {
  deleteAddressesLeadingTo,
  deleteOperationsOf,
  listInstancesOnHost,
  lockNames,
  removeInstance,
} from './queries/index'
import { instanceTarget, type Simulator, transact } from './simulator'

/** Simulated volumes and images are on the network of the zone: they stay, detached. */
export async function forgetHost(
  simulator: Simulator,
  zoneCode: string,
  hostName: string,
  { signal }: CallOptions,
): Promise<void> {
  if (signal.aborted) throw deadlineError(signal)
  const isPowerless = await listPowerless(simulator, zoneCode)
  if (!isPowerless(hostName))
    throw new DriverError('state_forbids', { rawText: `the host ${hostName} answers` })
  await transact(simulator, async (tx) => {
    const names = await listInstancesOnHost(tx, zoneCode, hostName)
    await lockNames(tx, names.map(instanceTarget))
    for (const name of names) {
      await deleteOperationsOf(tx, instanceTarget(name))
      await deleteAddressesLeadingTo(tx, name)
      await removeInstance(tx, name)
    }
  })
}
