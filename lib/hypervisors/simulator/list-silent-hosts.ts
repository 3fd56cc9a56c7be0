import type { CallOptions, SilentHosts } from '../port/driver'
import { deadlineError } from '../port/driver-error'
import { listFaultsOfZone } from './queries/index'
import { type Simulator, transact } from './simulator'

/** The hosts of a zone without power. A fault that names neither host nor resource covers all of them. */
export async function listSilentHosts(
  simulator: Simulator,
  zoneCode: string,
  { signal }: CallOptions,
): Promise<SilentHosts> {
  if (signal.aborted) throw deadlineError(signal)
  const faults = await transact(simulator, (tx) => listFaultsOfZone(tx, zoneCode, ['host-down', 'zone-down']))
  const whole = faults.filter(({ operation, resource }) => operation === null && resource === null)
  return {
    all: whole.some(({ hostName }) => hostName === null),
    hosts: whole.flatMap(({ hostName }) => (hostName === null ? [] : [{ name: hostName, isCertain: true }])),
  }
}
