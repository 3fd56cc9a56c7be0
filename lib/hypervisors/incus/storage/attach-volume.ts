import type { CallOptions } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { hypervisorName } from '../../port/names'
import type { Incus } from '../context'
import { assertOwnInstance, findInstance, getOwnInstance, instancePath } from '../servers/instance-record'
import { run, waitForOperations } from '../wire/operations'
import { bringVolume, memberOf } from './volume-location'
import { attachedTo } from './volume-record'
import { getOwnVolume } from './volumes'

const conflictTries = 3

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

/**
 * Detaches the disk. A device can only be removed by writing all devices, so the write carries the ETag of the read and
 * restarts after a concurrent write.
 */
export async function detachVolume(
  incus: Incus,
  instanceId: string,
  volumeId: string,
  { signal }: CallOptions,
): Promise<void> {
  await waitForOperations(incus, hypervisorName(instanceId), signal)
  for (let attempt = 1; ; attempt += 1) {
    const found = await findInstance(incus, instanceId, { signal })
    if (!found) return
    assertOwnInstance(incus, instanceId, found.record)
    const { [hypervisorName(volumeId)]: device, ...devices } = found.record.devices
    if (!device) return
    const { architecture, config, description, ephemeral, profiles, stateful } = found.record
    const json = { architecture, config, description, devices, ephemeral, profiles, stateful }
    const headers = found.etag ? { 'If-Match': found.etag } : {}
    try {
      await run(incus, 'PUT', instancePath(instanceId), { signal, json, headers })
      return
    } catch (error) {
      const isRace = error instanceof DriverError && error.code === 'changed_meanwhile'
      if (!isRace || attempt === conflictTries) throw error
    }
  }
}
