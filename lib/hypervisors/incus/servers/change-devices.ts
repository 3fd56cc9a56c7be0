import { isDeepStrictEqual } from 'node:util'
import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'
import { run } from '../wire/operations'
import { assertOwnInstance, findInstance, type InstanceRecord, instancePath } from './instance-record'

const conflictTries = 3

/**
 * Writes the devices of the instance as `change` returns them; false when there is no such instance. A device can only be
 * removed by writing all devices, so the write carries the ETag of the read and restarts after a concurrent write.
 */
export async function changeDevices(
  incus: Incus,
  instanceId: string,
  change: (devices: InstanceRecord['devices']) => InstanceRecord['devices'],
  signal: AbortSignal,
): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const found = await findInstance(incus, instanceId, { signal })
    if (!found) return false
    const { record, etag } = found
    assertOwnInstance(incus, instanceId, record)
    const devices = change(record.devices)
    if (isDeepStrictEqual(devices, record.devices)) return true
    const { architecture, config, description, ephemeral, profiles, stateful } = record
    const json = { architecture, config, description, devices, ephemeral, profiles, stateful }
    const headers = etag ? { 'If-Match': etag } : {}
    try {
      await run(incus, 'PUT', instancePath(instanceId), { signal, json, headers })
      return true
    } catch (error) {
      const isRace = error instanceof DriverError && error.code === 'changed_meanwhile'
      if (!isRace || attempt === conflictTries) throw error
    }
  }
}
