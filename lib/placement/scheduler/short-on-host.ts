import type { Tx } from '~/db/client'
import { findHost } from '~/lib/datacentre/rows'
import type { Id } from '~/lib/kernel/ids'
import type { ShortResource } from './place-snapshot'

/** The resource that a host lacks to grow by `more`, and how much of it is left; null when it has room. */
export async function shortOnHost(
  tx: Tx,
  hostId: Id<'host'>,
  more: { vcpu: number; memoryMib: number; diskGib: number },
): Promise<{ short: ShortResource; free: number } | null> {
  const host = await findHost(tx, hostId)
  if (!host) return null
  if (host.vcpuFree < more.vcpu) return { short: 'vcpu', free: host.vcpuFree }
  if (host.memoryMibFree < more.memoryMib) return { short: 'memory', free: host.memoryMibFree }
  if (host.diskGibFree < more.diskGib) return { short: 'disk', free: host.diskGibFree }
  return null
}
