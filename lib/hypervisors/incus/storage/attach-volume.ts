import type { CallOptions } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { hypervisorName } from '../../port/names'
import type { Incus } from '../context'
import { changeDevices } from '../servers/change-devices'
import { getOwnInstance, instancePath } from '../servers/instance-record'
import { run, waitForOperations } from '../wire/operations'
import { bringVolume, memberOf } from './volume-location'
import { attachedTo } from './volume-record'
import { getOwnVolume } from './volumes'

/**
 * Attaches the volume as a disk of the instance, mounted under /mnt by its name. On a cluster it first moves to the
 * instance's member.
 */
export async function attachVolume(
  incus: Incus,
  instanceId: string,
  volumeId: string,
  { signal }: CallOptions,
): Promise<void> {
  const name = hypervisorName(volumeId)
  await waitForOperations(incus, hypervisorName(instanceId), signal)
  const { record } = await getOwnInstance(incus, instanceId, signal)
  const holder = attachedTo(await getOwnVolume(incus, volumeId, signal))
  if (holder !== null && holder !== instanceId) {
    throw new DriverError('state_forbids', {
      rawText: `the volume ${name} is attached to ${holder}`,
      params: { volumeId, instanceId: holder },
    })
  }
  if (record.devices[name]) return
  const member = memberOf(record)
  if (member !== null) await bringVolume(incus, volumeId, member, signal)
  const { pool } = await incus.place(signal)
  const device = { type: 'disk', pool, source: name, path: `/mnt/${name}` }
  await run(incus, 'PATCH', instancePath(instanceId), { signal, json: { devices: { [name]: device } } })
}

/** Detaches the disk. */
export async function detachVolume(
  incus: Incus,
  instanceId: string,
  volumeId: string,
  { signal }: CallOptions,
): Promise<void> {
  await waitForOperations(incus, hypervisorName(instanceId), signal)
  const gone = hypervisorName(volumeId)
  await changeDevices(
    incus,
    instanceId,
    (devices) => Object.fromEntries(Object.entries(devices).filter(([name]) => name !== gone)),
    signal,
  )
}
