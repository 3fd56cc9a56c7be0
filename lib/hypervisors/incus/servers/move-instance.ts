import type { CallOptions } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { hypervisorName } from '../../port/names'
import type { Incus } from '../context'
import { run, waitForOperations } from '../wire/operations'
import { getOwnInstance, instancePath, toPower } from './instance-record'

/** Moves the stopped container to the member for this host. */
export async function moveInstance(
  incus: Incus,
  resourceId: string,
  hostName: string,
  { signal }: CallOptions,
): Promise<void> {
  await waitForOperations(incus, hypervisorName(resourceId), signal)
  const { record } = await getOwnInstance(incus, resourceId, signal)
  const member = incus.memberOf(hostName)
  if (member === null)
    throw new DriverError('rejected', { rawText: 'this Incus is no cluster: there is no other member' })
  if (record.location === member) return
  if (toPower(record.status) !== 'stopped') {
    throw new DriverError('state_forbids', {
      rawText: 'a running container does not move',
      params: { resourceId },
    })
  }
  const json = { name: hypervisorName(resourceId), migration: true }
  await run(incus, 'POST', instancePath(resourceId), { signal, json, query: { target: member } })
}
