import type { CallOptions, InstanceSize } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { hypervisorName } from '../../port/names'
import type { Incus } from '../context'
import { bytesToMib, parseBytes } from '../storage/bytes'
import { run, waitForOperations } from '../wire/operations'
import { getOwnInstance, instancePath, rootDiskGib } from './instance-record'

/**
 * Sets the container's size. The processor limit needs a request of its own: sent together with the memory limit, Incus
 * 6.0.4 left the old processor set in five of ten attempts.
 */
export async function resizeInstance(
  incus: Incus,
  resourceId: string,
  size: InstanceSize,
  { signal }: CallOptions,
): Promise<void> {
  await waitForOperations(incus, hypervisorName(resourceId), signal)
  const { record } = await getOwnInstance(incus, resourceId, signal)
  const diskGib = rootDiskGib(record)
  if (size.rootDiskGib < diskGib) {
    throw new DriverError('rejected', {
      rawText: 'a root disk cannot shrink',
      params: { resourceId, rootDiskGib: String(diskGib) },
    })
  }
  await incus.prepareProject(signal)
  const path = instancePath(resourceId)
  if (size.rootDiskGib > diskGib) {
    const root = { ...record.expanded_devices.root, size: `${size.rootDiskGib}GiB` }
    await run(incus, 'PATCH', path, { signal, json: { devices: { root } } })
  }
  if (bytesToMib(parseBytes(record.config['limits.memory'])) !== size.memoryMib) {
    await run(incus, 'PATCH', path, { signal, json: { config: { 'limits.memory': `${size.memoryMib}MiB` } } })
  }
  if (record.config['limits.cpu'] !== String(size.vcpu)) {
    await run(incus, 'PATCH', path, { signal, json: { config: { 'limits.cpu': String(size.vcpu) } } })
  }
}
